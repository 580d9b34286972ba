# SPDX-License-Identifier: Apache-2.0
"""What is kept in build/ is made by one test worker at a time: the others wait, and find it there."""

import contextlib
import fcntl
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@contextlib.contextmanager
def locked(name):
    """Holds the lock of this name, which ends with this process if not before."""
    folder = os.path.join(ROOT, "build", "locks")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
