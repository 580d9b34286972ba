# SPDX-License-Identifier: Apache-2.0
"""The main program of a storm, run as PID 1: `storm.py COPY LOGGER REPORT...`.

For each REPORT it has a child that waits at a gate and then becomes LOGGER with that report on standard
input. While they run, the main program writes lines of its own: short ones, long ones, and ones that it
leaves unfinished for a moment. Everything that it writes to its stdout it writes to the file COPY as well.
Its exit status is the number of loggers that did not exit with 0.
"""

import itertools
import os
import sys
import time

LONG = 10000  # more than a pipe takes at once: the kernel may put others' lines in the middle


def words(number):
    """What the program writes in one go; the next call goes on where this one left the line."""
    kind = number % 8
    if kind == 3:
        return b"main %d: half of a line, " % number
    if kind == 6:
        return b"main %d: %s\n" % (number, b"long " * (LONG // 5))
    return b"main %d\n" % number


def children(logger, reports):
    """Forks them all, opens the gate for all at once, and gives their process ids."""
    waiting, gate = os.pipe()
    pids = set()
    for report in reports:
        pid = os.fork()
        if pid == 0:
            os.close(gate)
            os.dup2(os.open(report, os.O_RDONLY), 0)
            os.read(waiting, 1)
            os.execv(logger, [logger])
        pids.add(pid)
    os.close(gate)
    return pids


def write_all(fd, data):
    while data:
        data = data[os.write(fd, data) :]


def main(copy, logger, *reports):
    running, failed = children(logger, reports), 0
    with open(copy, "wb") as copy:
        for number in itertools.count():
            copy.write(words(number))
            write_all(1, words(number))
            time.sleep(0.002)
            while running:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                running.discard(pid)
                failed += status != 0
            if not running and number % 8 == 7:
                return failed


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 255))
