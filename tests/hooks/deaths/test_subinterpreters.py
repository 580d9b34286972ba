# SPDX-License-Identifier: Apache-2.0
"""Interpreters within the process. What ends one is raised in the other that ran it."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

SUBS = """
try:
    import _interpreters as subs
except ImportError:
    import _xxsubinterpreters as subs
interpreter = subs.create()
code = '''
class A:
    def __del__(self): raise ValueError("x")
A()
print("alive", flush=True)
%s
'''
%s
subs.destroy(interpreter)
"""

CASES.add("del in a subinterpreter", SUBS % ("", "subs.run_string(interpreter, code)"),
          error("unraisable", "__del__:ValueError: x"), low=(3, 8), on=["CPython"])
CASES.add("del in one and the other", SUBS % ("", "subs.run_string(interpreter, code)\nexec(code)"),
          error("unraisable", ":3:__del__:ValueError: x"),
          error("unraisable", ":3:__del__:ValueError: x"), low=(3, 8), on=["CPython"])
CASES.add("a subinterpreter's end", SUBS % ("1 / 0", "subs.run_string(interpreter, code)"),
          error("unraisable", "__del__:ValueError: x"), fatal("ZeroDivisionError"),
          low=(3, 8), high=(3, 12), on=["CPython"])
CASES.add("a thread of a subinterpreter", SUBS % ("""
import threading
def work(): raise TypeError("t")
t = threading.Thread(target=work); t.start(); t.join()
""", "subs.run_string(interpreter, code)"),
          error("unraisable", "__del__:ValueError: x"), error("thread", "work:TypeError: t"),
          low=(3, 12), on=["CPython"])

CASES.add("concurrent.interpreters", """
from concurrent import interpreters
interpreters.create().exec("def f(): 1 / 0\\nf()")
""", fatal("ExecutionFailed"), low=(3, 14), on=["CPython"])
CASES.add("an executor of interpreters", """
from concurrent.futures import InterpreterPoolExecutor
def work(): raise ValueError("x")
if __name__ == "__main__":
    with InterpreterPoolExecutor(1) as pool:
        pool.submit(work).result()
""", fatal("ValueError: x"), low=(3, 14), on=["CPython"])
