# SPDX-License-Identifier: Apache-2.0
"""Deaths where there is nothing left: no memory, no stack, no file descriptors, no processes."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("memory", "x = bytearray(1 << 62)\n", fatal("program.py:1:<module>:MemoryError"))

CASES.add("no stack left in a thread", """
import sys, threading
def f(n): return f(n + 1)
t = threading.Thread(target=f, args=(0,))
t.start(); t.join()
""", error("thread", "program.py:3:f:R"))

CASES.add("stack limit lowered", """
import sys
def f(n):
    if n: return f(n - 1)
    sys.setrecursionlimit(90)
    raise ValueError("x")
f(30)
""", fatal("program.py:6:f:ValueError: x"))

CASES.add("no file descriptor left", """
import os
try:
    while True: os.dup(0)
except OSError:
    pass
raise ValueError("x")
""", fatal("program.py:7:<module>:ValueError: x"))

CASES.add("no file descriptor left, and logged", """
import logging, os
def work(): 1 / 0
try:
    while True: os.dup(0)
except OSError:
    pass
try:
    work()
except ZeroDivisionError:
    logging.exception("caught")
""", error("logging", "program.py:3:work:ZeroDivisionError: "))
