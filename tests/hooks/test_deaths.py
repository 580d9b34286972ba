# SPDX-License-Identifier: Apache-2.0
"""Every way out of a Python program: each is seen once, and nobody can tell that it was.

A case is a program, the versions that it is for, and its reports: mechanism, severity and how the reason
ends. """

import collections

Case = collections.namedtuple("Case", "name low high reports source")
CASES = []
END = (9, 9)


def case(name, source, *reports, low=(2, 7), high=END):
    CASES.append(Case(name, low, high, reports, source))


def fatal(reason, mechanism="excepthook"):
    return mechanism, "fatal", reason


def error(mechanism, reason):
    return mechanism, "error", reason


case("main thread", """
def f(a, b):
    return a / b
f(1, 0)
""", fatal("program.py:3:f:ZeroDivisionError: "))

case("hooks are what they were", """
import sys
assert sys.excepthook is sys.__excepthook__
if sys.version_info > (3, 8):
    assert sys.unraisablehook is sys.__unraisablehook__
    import threading
    if sys.version_info > (3, 10):
        assert threading.excepthook is threading.__excepthook__
for name in ("sitecustomize", "usercustomize"):
    module = sys.modules.get(name)
    assert module is None or "container" not in open(module.__file__).read(), name
print(sorted(name for name in sys.modules if "traceback" in name or "json" in name or "subprocess" in name))
""")

case("output before and after", """
import sys, atexit
atexit.register(sys.stdout.write, "after\\n")
sys.stdout.write("before")
sys.stderr.write("unfinished")
raise ValueError("lines\\nof text")
""", fatal("program.py:6:<module>:ValueError: lines"))

case("an exit is no error", "import sys; sys.exit(3)\n")
case("an exit with words is no error", "raise SystemExit('bye')\n")
case("an interrupt is no error", "raise KeyboardInterrupt\n")
case("a broken pipe is no error", "import errno; raise IOError(errno.EPIPE, 'Broken pipe')\n")

case("syntax error", "def f(:\n", fatal("SyntaxError: invalid syntax"), high=(3, 13))
case("syntax error in a module", "exec(compile('1 +', 'other.py', 'exec'))\n",
     fatal("program.py:1:<module>:SyntaxError: invalid syntax"), high=(3, 13))

case("recursion", """
def f(n):
    return f(n + 1)
f(0)
""", fatal("program.py:3:f:RecursionError: maximum recursion depth exceeded"), low=(3, 6))
case("recursion", """
def f(n):
    return f(n + 1)
f(0)
""", fatal("program.py:3:f:RuntimeError: maximum recursion depth exceeded"), high=(2, 7))

case("memory", "x = bytearray(1 << 62)\n", fatal("program.py:1:<module>:MemoryError"))

case("surrogates and NULs", """
raise ValueError(u"a\\x00b\\udc80c\\x1b[31m\\u2028")
""", fatal(u"program.py:2:<module>:ValueError: a\x00b\\udc80c\x1b[31m"), low=(3, 6))

case("broken str", """
class Broken(Exception):
    def __str__(self): raise TypeError("no")
    __repr__ = __str__
x = Broken()
raise x
""", fatal("program.py:6:<module>:Broken: <exception str() failed>"))

case("broken locals", """
class Broken(object):
    def __repr__(self): raise TypeError("no")
    def __getattribute__(self, name): raise TypeError("never")
def f():
    a, b = Broken(), [1]
    b.append(b)
    raise KeyError("x")
f()
""", fatal("program.py:8:f:KeyError: 'x'"))

case("broken traceback attribute", """
class Broken(Exception):
    @property
    def __traceback__(self): raise TypeError("no")
    @property
    def __cause__(self): raise TypeError("no")
    @property
    def __dict__(self): raise TypeError("no")
raise Broken("x")
""", fatal("program.py:9:<module>:Broken: x"), low=(3, 6))

case("chained", """
def f():
    try:
        {}["a"]
    except KeyError as problem:
        raise ValueError("b") from problem
try:
    f()
except ValueError:
    raise TypeError("c")
""", fatal("program.py:10:<module>:TypeError: c"), low=(3, 6))

case("cyclic causes", """
a, b = ValueError("a"), TypeError("b")
a.__cause__, b.__cause__ = b, a
a.__context__, b.__context__ = b, a
raise a
""", fatal("program.py:5:<module>:ValueError: a"), low=(3, 6))

case("group and notes", """
problem = ExceptionGroup("two", [ValueError(1), ExceptionGroup("more", [TypeError(2)])])
problem.add_note("mind the gap")
raise problem
""", fatal("program.py:4:<module>:ExceptionGroup: two (2 sub-exceptions)"), low=(3, 11))

case("an app's own hook", """
import sys
def hook(exctype, value, traceback):
    sys.stderr.write("mine: %s\\n" % value)
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:6:<module>:ValueError: x"))

case("an app's own hook that calls the old one", """
import sys
old = sys.excepthook
sys.excepthook = lambda *args: (sys.stderr.write("mine\\n"), old(*args))
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

case("an app's hook that resets itself", """
import sys
def hook(exctype, value, traceback):
    sys.excepthook = sys.__excepthook__
    sys.stderr.write("mine\\n")
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:7:<module>:ValueError: x"))

case("a hook reset", """
import sys
sys.excepthook = None
sys.excepthook = sys.__excepthook__
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

case("a deleted hook", """
import sys
del sys.excepthook
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

case("a hook that fails", """
import sys
def hook(*args): raise TypeError("in hook")
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

case("stderr replaced", """
import io, sys
sys.stderr = io.StringIO()
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"), low=(3, 6))

case("stderr gone", """
import sys
sys.stderr = None
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

case("thread", """
import threading
def work(): 1 / 0
t = threading.Thread(target=work, name="worker")
t.start(); t.join()
print("alive")
""", error("thread", "program.py:3:work:ZeroDivisionError: "))

case("thread of a class of its own", """
import threading
class T(threading.Thread):
    def run(self): raise ValueError("x")
t = T(); t.start(); t.join()
""", error("thread", "program.py:4:run:ValueError: x"))

case("an exit in a thread is no error", """
import sys, threading
t = threading.Thread(target=sys.exit); t.start(); t.join()
""")

case("many threads at once", """
import threading, time
def work(n):
    time.sleep(0.05)
    raise [ValueError, TypeError, KeyError, IndexError][n]("x")
import sys
class Quiet:
    def write(self, text): pass
    def flush(self): pass
sys.stderr = Quiet()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
""", *[error("thread", each) for each in ("work:IndexError: x", "work:KeyError: 'x'", "work:TypeError: x",
                                          "work:ValueError: x")])

case("raw thread", """
import _thread, time
def work(): raise ValueError("x")
_thread.start_new_thread(work, ())
time.sleep(0.3)
""", error("unraisable", "program.py:3:work:ValueError: x"), low=(3, 8))
case("raw thread", """
import time
try:
    import _thread
except ImportError:
    import thread as _thread
def work(): raise ValueError("x")
_thread.start_new_thread(work, ())
time.sleep(0.3)
""", error("excepthook", "work:ValueError: x"), high=(3, 7))

case("del", """
class A(object):
    def __del__(self): raise ValueError("x")
a = A()
del a
print("alive")
""", error("unraisable", "program.py:3:__del__:ValueError: x"), low=(3, 8))

case("del while the interpreter ends", """
class A(object):
    def __del__(self): raise ValueError("x")
kept = A()
""", error("unraisable", "__del__:ValueError: x"), low=(3, 8))

case("del after another report, while the interpreter ends", """
class A(object):
    def __init__(self, n): self.n = n
    def __del__(self): raise ValueError(self.n)
A(1)
kept = A(2)
raise TypeError("t")
""", error("unraisable", "ValueError: 1"), fatal("TypeError: t"), error("unraisable", "ValueError: 2"),
     low=(3, 8))

case("generator's end", """
def g():
    try:
        yield
    finally:
        raise ValueError("x")
i = g(); next(i)
del i
""", error("unraisable", "program.py:6:g:ValueError: x"), low=(3, 8))

case("atexit", """
import atexit
@atexit.register
def f(): raise ValueError("x")
""", error("unraisable", "program.py:4:f:ValueError: x"), low=(3, 10))
case("atexit", """
import atexit
@atexit.register
def f(): raise ValueError("x")
""", fatal("program.py:4:f:ValueError: x"), high=(2, 7))

case("asyncio task", """
import asyncio
async def work(): raise ValueError("x")
async def main():
    task = asyncio.get_event_loop().create_task(work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
asyncio.new_event_loop().run_until_complete(main())
""", error("asyncio", "program.py:3:work:ValueError: x"), low=(3, 6))

case("asyncio callback", """
import asyncio
def fail(): raise ValueError("x")
async def main():
    asyncio.get_event_loop().call_soon(fail)
    await asyncio.sleep(0.01)
asyncio.new_event_loop().run_until_complete(main())
""", error("asyncio", "program.py:3:fail:ValueError: x"), low=(3, 6))

case("asyncio main", """
import asyncio
async def main(): raise ValueError("x")
asyncio.new_event_loop().run_until_complete(main())
""", fatal("program.py:3:main:ValueError: x"), low=(3, 6))

case("logging", """
import logging
logging.warning("careful")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
    logging.warning("no error", exc_info=True)
logging.error("no exception")
""", error("logging", "program.py:5:<module>:ZeroDivisionError: "))

case("logged, then raised", """
import logging
def f(): raise ValueError("x")
try:
    f()
except ValueError:
    logging.exception("caught")
    raise
""", error("logging", "program.py:3:f:ValueError: x"))

case("logging imported by a package that fails", """
import sys
sys.modules["weakref"] = None
sys.modules["collections"] = None
import logging
""", fatal(""))

BOTH = """
import multiprocessing, sys
def work(): raise ValueError("x")
if __name__ == "__main__":
    %s
    process = %s.Process(target=work, name="child")
    process.start(); process.join()
    sys.exit(process.exitcode)
"""
case("multiprocessing", BOTH % ("", "multiprocessing"), fatal("work:ValueError: x", "multiprocessing"))
for method in ("fork", "spawn", "forkserver"):
    case("multiprocessing " + method,
         BOTH % ("context = multiprocessing.get_context(%r)" % method, "context"),
         fatal("work:ValueError: x", "multiprocessing"), low=(3, 6))

case("multiprocessing pool", """
import multiprocessing
def work(n): return 1 // n
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(1) as pool:
        try:
            pool.map(work, [1, 0])
        except ZeroDivisionError:
            print("caught")
        pool.map(work, [0])
""", fatal("ZeroDivisionError: "), low=(3, 6))

case("executor", """
from concurrent.futures import ThreadPoolExecutor
def work(): raise ValueError("x")
with ThreadPoolExecutor() as pool:
    pool.submit(work).result()
""", fatal("program.py:3:work:ValueError: x"), low=(3, 6))

case("forked child", """
import os, sys
child = os.fork()
if child == 0:
    raise ValueError("x")
print(os.waitpid(child, 0)[1])
""", fatal("program.py:5:<module>:ValueError: x"))

case("subinterpreter", """
try:
    import _interpreters as subs
except ImportError:
    import _xxsubinterpreters as subs
interpreter = subs.create()
subs.run_string(interpreter, '''
class A:
    def __del__(self): raise ValueError("x")
A()
''')
subs.destroy(interpreter)
""", error("unraisable", "__del__:ValueError: x"), low=(3, 8), high=(3, 11))

case("the exception that was handled stays unreported", """
try:
    1 / 0
except ZeroDivisionError:
    pass
""")

case("sigchld handler", """
import os, signal, sys, time, logging
signal.signal(signal.SIGCHLD, lambda *args: print("a child ended"))
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
time.sleep(0.05)
child = os.fork()
if child == 0: os._exit(0)
time.sleep(0.1)
""", error("logging", "ZeroDivisionError: division by zero"), low=(3, 6))


def test_death(death, python, compare, script):
    ended = compare([python.path, script(death.source)])
    check(ended, death.reports)


def check(ended, expected):
    got = sorted((each["mechanism"], each["severity"], each["reason"]) for each in ended.reports)
    assert len(got) == len(expected), got
    for (mechanism, severity, reason), want in zip(got, sorted(expected)):
        assert (mechanism, severity) == want[:2]
        assert want[2] in reason
