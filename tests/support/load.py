# SPDX-License-Identifier: Apache-2.0
"""A machine that has more to do than it can."""

import contextlib
import os
import subprocess
import sys


@contextlib.contextmanager
def busy_machine(times=2):
    """Has `times` as many programs compute as there are processors."""
    count = times * len(os.sched_getaffinity(0))
    endless = [sys.executable, "-S", "-E", "-c", "while True: pass"]
    spinning = [subprocess.Popen(endless) for _ in range(count)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()
