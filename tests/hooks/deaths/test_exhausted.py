# SPDX-License-Identifier: Apache-2.0
"""Deaths where there is nothing left: no memory, no stack, no file descriptors, no processes."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("memory", "x = bytearray(1 << 62)\n", fatal("program.py:1:<module>:MemoryError"))

CASES.add("address space used up", """
import resource
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (264 << 20),) * 2)  # some 8 MB are left beside whole blocks
blocks = []
while True: blocks.append(bytearray(16 << 20))
""", fatal("program.py:6:<module>:MemoryError"))

CASES.add("more asked for than the address space has", """
import resource
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20),) * 2)
def load(): return bytearray(1 << 30)
load()
""", fatal("program.py:5:load:MemoryError"))

CASES.add("memory, again and again and in many places", """
import logging
logging.getLogger().addHandler(logging.NullHandler())
kept = {}
for n in range(12):
    exec("def f%d(): return bytearray(1 << 62)" % n, kept)
    try:
        kept["f%d" % n]()
    except MemoryError:
        logging.exception("caught")
""", error("logging", "<string>:1:f0:MemoryError"), error("logging", "<string>:1:f0:MemoryError"))

CASES.add("memory, again and again in threads, by classes derived from MemoryError", """
import threading
class ArrayMemoryError(MemoryError): pass
def work(n):
    if n: raise ArrayMemoryError("array %d" % n)
    bytearray(1 << 62)
for n in range(12):
    t = threading.Thread(target=work, args=(n,))
    t.start(); t.join()
""", error("thread", "program.py:6:work:MemoryError"), error("thread", "program.py:6:work:MemoryError"))

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

CASES.add("no file descriptor allowed", """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("no process left", """
import ctypes, os, struct
CALLS = {"x86_64": (56, 57, 58, 435), "aarch64": (220, 435)}[os.uname()[4]]  # clone, fork, vfork, clone3
code = [(0x20, 0, 0, 0)]  # seccomp(2): load the number of the system call; refuse these with EAGAIN
code += [(0x15, len(CALLS) - n, 0, call) for n, call in enumerate(CALLS)]
code += [(0x06, 0, 0, 0x7fff0000), (0x06, 0, 0, 0x00050000 + 11)]
data = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in code))
prctl = ctypes.CDLL(None, use_errno=True).prctl
assert prctl(38, 1, 0, 0, 0) == 0
assert prctl(22, 2, struct.pack("HP", len(code), ctypes.addressof(data)), 0, 0) == 0
try:
    os.fork()
except OSError as problem:
    print(problem)
raise ValueError("x")
""", fatal("program.py:15:<module>:ValueError: x"))
