# SPDX-License-Identifier: Apache-2.0
"""Programs to which the kernel denies system calls (tests/support/deny.c), each call by its name."""

import errno
import functools
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ERRORS = ("EPERM", "ENOSYS")  # what engines' seccomp profiles answer


@functools.lru_cache(maxsize=None)
def _launcher():
    """The path of the launcher, compiled once for a run of the tests."""
    folder = tempfile.mkdtemp(prefix="cel-deny-")
    os.chmod(folder, 0o755)
    program = os.path.join(folder, "deny")
    subprocess.run(["cc", "-O2", "-Wall", "-Werror", "-static", "-o", program, os.path.join(HERE, "deny.c")],
                   check=True)
    return program


@functools.lru_cache(maxsize=None)
def numbers():
    """The number of each system call of this machine, by name, as the C headers have them."""
    listed = subprocess.run(["cc", "-dM", "-E", "-include", "sys/syscall.h", "-x", "c", os.devnull],
                            check=True, stdout=subprocess.PIPE).stdout.decode()
    return {name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)", listed)}


def denied(calls, error, *command):
    """The command that runs `command` while each of `calls` (names, those that this machine does not have
    are passed over) fails with `error`, a name such as "EPERM"."""
    listed = [str(numbers()[call]) for call in calls if call in numbers()]
    assert listed, "none of %s is a system call of this machine" % (calls,)
    return [_launcher(), str(getattr(errno, error)), ",".join(listed), *map(str, command)]
