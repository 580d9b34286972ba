# SPDX-License-Identifier: Apache-2.0
"""Exceptions that nobody can catch: in `__del__`, callbacks, the ends of generators, functions run at exit.

PyPy runs no `__del__` when it ends. Python 3.6 to 3.9 print what a function run at exit raises, and call no
hook. """

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("del", """
import gc
class A(object):
    def __del__(self): raise ValueError("x")
a = A()
del a
gc.collect()
print("alive")
""", error("unraisable", "program.py:4:__del__:ValueError: x"), low=(3, 8))

CASES.add("del while the interpreter ends", """
class A(object):
    def __del__(self): raise ValueError("x")
kept = A()
""", error("unraisable", "__del__:ValueError: x"), low=(3, 8), on=["CPython"])

CASES.add("del after another report, while the interpreter ends", """
class A(object):
    def __init__(self, n): self.n = n
    def __del__(self): raise ValueError(self.n)
A(1)
kept = A(2)
raise TypeError("t")
""", error("unraisable", "ValueError: 1"), fatal("TypeError: t"), error("unraisable", "ValueError: 2"),
          low=(3, 8), on=["CPython"])

CASES.add("generator's end", """
import gc
def g():
    try:
        yield
    finally:
        raise ValueError("x")
i = g(); next(i)
del i
gc.collect()
""", error("unraisable", "program.py:7:g:ValueError: x"), low=(3, 8))

CASES.add("atexit", """
import atexit
@atexit.register
def f(): raise ValueError("x")
""", error("unraisable", "program.py:4:f:ValueError: x"), low=(3, 10))

CASES.add("atexit", """
import atexit
@atexit.register
def f(): raise ValueError("x")
""", fatal("program.py:4:f:ValueError: x"), high=(2, 7))

CASES.add("weak reference's callback", """
import weakref
class A(object): pass
def gone(reference): raise ValueError("x")
a = A()
kept = weakref.ref(a, gone)
del a
import gc; gc.collect()
print("alive")
""", error("unraisable", "program.py:4:gone:ValueError: x"), low=(3, 8), on=["CPython"])

CASES.add("callback from C", """
import ctypes
def fail(): raise ValueError("x")
ctypes.CFUNCTYPE(None)(fail)()
print("alive")
""", error("unraisable", "program.py:3:fail:ValueError: x"), low=(3, 8), on=["CPython"])

CASES.add("del of what sys holds, while the interpreter ends", """
import sys
class A(object):
    def __del__(self): raise ValueError("x")
sys.kept = A()
""", low=(3, 8), on=["CPython"])

CASES.add("an own unraisablehook", """
import gc, sys
class A(object):
    def __del__(self): raise ValueError("x")
sys.unraisablehook = lambda args: print("mine", args.exc_type)
A(); gc.collect()
sys.unraisablehook = sys.__unraisablehook__
A(); gc.collect()
""", error("unraisable", "program.py:4:__del__:ValueError: x"), low=(3, 8))
