# SPDX-License-Identifier: Apache-2.0
"""What a program costs, in figures that do not depend on how busy the machine is: instructions that
callgrind counts, and the largest memory that the kernel saw."""

import os
import re
import signal
import subprocess
import sys
import tempfile

MIB = 1024 * 1024
LINEAR = 2.3  # twice the input may cost at most this many times the instructions

# Runs a program in a child of a small process: the kernel's figure begins with the memory of whoever forks,
# and a test runner has grown to more than most programs under test may take.
_MEASURED = """
import os, resource, sys
memory, result = int(sys.argv[1]), int(sys.argv[2])
os.set_inheritable(result, False)
child = os.fork()
if child == 0:
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvpe(sys.argv[3], sys.argv[3:], os.environ)
_, status, usage = os.wait4(child, 0)
os.write(result, b"%d %d" % (os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024))
"""


class Measured:
    """How a program ended: its status (negative for a signal), stdout and stderr (bytes), and `peak`, the
    largest resident memory of it, in bytes: never less than that of the Python that started it (about 10
    MiB), and 0 of one that was killed for taking too long, with status -9. Of a program that runs on, `VmHWM`
    in /proc/PID/status is exact."""

    def __init__(self, status, stdout, stderr, peak):
        self.status, self.stdout, self.stderr, self.peak = status, stdout, stderr, peak


def instructions(command, data=b"", env=None, timeout=300):
    """Returns the number of instructions that `command` executes with `data` on its standard input, children
    left out. Raises an AssertionError if callgrind counted nothing."""
    with tempfile.TemporaryDirectory() as folder:
        counts = os.path.join(folder, "counts")
        subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts] + command,
                       input=data, env=env, timeout=timeout, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(counts, encoding="utf-8", errors="replace") as lines:
            total = re.search(r"^(?:totals|summary): (\d+)", lines.read(), re.M)
    assert total, "callgrind counted nothing for %s" % command
    return int(total[1])


def growth(command, make_input, size, env=None):
    """Returns instructions for an input of `2 * size` over instructions for one of `size`. `make_input`
    returns the bytes for standard input; what the program costs without any input is subtracted from both."""
    start = instructions(command(b"") if callable(command) else command, b"", env)
    costs = []
    for length in (size, 2 * size):
        data = make_input(length)
        costs.append(instructions(command(data) if callable(command) else command, data, env) - start)
    return costs[1] / max(1, costs[0])


def measured(command, data=b"", env=None, address_space=0, timeout=120):
    """Runs `command` with `data` on its standard input; `address_space` limits its memory, in bytes, if it is
    not 0. Returns a Measured."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as result, \
            tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(data)
        given.seek(0)
        runner = [sys.executable, "-S", "-c", _MEASURED, str(address_space), str(result.fileno())]
        started = subprocess.Popen(runner + list(command), stdin=given, stdout=out, stderr=err, env=env,
                                   pass_fds=[result.fileno()], start_new_session=True)
        try:
            started.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
        for file in (out, err, result):
            file.seek(0)
        status, peak = map(int, result.read().split() or (-signal.SIGKILL, 0))
        return Measured(status, out.read(), err.read(), peak)
