# SPDX-License-Identifier: Apache-2.0
"""Threads."""

import pytest
from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("thread", """
import threading
def work(): 1 / 0
t = threading.Thread(target=work, name="worker")
t.start(); t.join()
print("alive")
""", error("thread", "program.py:3:work:ZeroDivisionError: "))

CASES.add("thread of a class of its own", """
import threading
class T(threading.Thread):
    def run(self): raise ValueError("x")
t = T(); t.start(); t.join()
""", error("thread", "program.py:4:run:ValueError: x"))

CASES.add("a thread whose end is printed to a stream that then goes away", """
import gc, sys, threading, weakref
gc.disable()
class Stream(object):
    def __init__(self, out): self.out = out
    def write(self, text): return self.out.write(text)
    def flush(self): self.out.flush()
alone, sys.stderr = sys.stderr, Stream(sys.stderr)
t = threading.Thread(target=lambda: 1 / 0)
t.start(); t.join()
known, t, sys.stderr = weakref.ref(sys.stderr), None, alone
print(known() is None)
""", error("thread", "program.py:9:<lambda>:ZeroDivisionError: "))

CASES.add("an exit in a thread is no error", """
import sys, threading
t = threading.Thread(target=sys.exit); t.start(); t.join()
""")

CASES.add("many threads at once", """
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

CASES.add("raw thread", """
import _thread, time; started = _thread.allocate_lock(); started.acquire()
def work(): started.release(); raise ValueError("x")
_thread.start_new_thread(work, ()); started.acquire()
while _thread._count(): time.sleep(0.01)
""", error("unraisable", "program.py:3:work:ValueError: x"), low=(3, 8))

CASES.add("raw thread", """
import time
try:
    import _thread
except ImportError:
    import thread as _thread
started = _thread.allocate_lock(); started.acquire()
def work(): started.release(); raise ValueError("x")
_thread.start_new_thread(work, ()); started.acquire()
while _thread._count(): time.sleep(0.01)
""", error("excepthook", "work:ValueError: x"), high=(3, 7))

CASES.add("timer", """
import threading
def work(): raise ValueError("x")
t = threading.Timer(0.01, work)
t.start(); t.join()
""", error("thread", "program.py:3:work:ValueError: x"))

CASES.add("thread and main thread", """
import threading
def work(): raise ValueError("x")
t = threading.Thread(target=work)
t.start(); t.join()
raise TypeError("y")
""", error("thread", "program.py:3:work:ValueError: x"), fatal("program.py:6:<module>:TypeError: y"))

CASES.add("a thread's exception raised again", """
import threading
found = []
def work():
    try:
        raise ValueError("x")
    except ValueError as problem:
        found.append(problem)
        raise
t = threading.Thread(target=work)
t.start(); t.join()
raise found[0]
""", error("thread", "program.py:6:work:ValueError: x"), low=(3, 6))

CASES.add("an own thread hook that calls the old one", """
import threading
old = threading.excepthook
threading.excepthook = lambda args: (print("mine"), old(args))
def work(): raise ValueError("x")
t = threading.Thread(target=work)
t.start(); t.join()
""", error("thread", "program.py:5:work:ValueError: x"), low=(3, 8))

CASES.add("an own thread hook that logs", """
import logging, threading
threading.excepthook = lambda args: logging.error("x", exc_info=args[:3])
def work(): raise ValueError("x")
t = threading.Thread(target=work)
t.start(); t.join()
""", error("logging", "program.py:4:work:ValueError: x"), low=(3, 8))

CASES.add("a thread hook reset", """
import threading
threading.excepthook = None
threading.excepthook = threading.__excepthook__
def work(): raise ValueError("x")
t = threading.Thread(target=work)
t.start(); t.join()
""", error("thread", "program.py:5:work:ValueError: x"), low=(3, 10))

CASES.add("a daemon thread while the interpreter ends", """
import threading, time
ready = threading.Event()
def work():
    ready.set()
    while True: time.sleep(0.001)
t = threading.Thread(target=work)
t.daemon = True
t.start(); ready.wait()
raise ValueError("x")
""", fatal("program.py:10:<module>:ValueError: x"), low=(3, 6))


def test_each_report_names_its_own_thread(python, run, script):
    """Those that die at the same place as another before are told together, by the name of the last."""
    ended = run([python.path, script("""
import threading
def work(): raise ValueError("x")
for n in range(4):
    t = threading.Thread(target=work, name="worker-%d" % n)
    t.start(); t.join()
""")])
    assert [(each["thread"], each.get("suppressed", 0)) for each in ended.reports] == [
        ("worker-0", 0), ("worker-3", 2)]


LOOK_AND_DIE = """
import threading
hook = threading.excepthook
print([getattr(hook, "__%s__" % name) for name in ("module", "name", "qualname", "doc")])
print(getattr(threading, "__excepthook__", hook) is hook)
def work(): raise ValueError("x")
t = threading.Thread(target=work)
t.start(); t.join()
"""


@pytest.mark.since((3, 8))
def test_threading_that_was_there_before_us(python, run, script, volume, tmp_path):
    """As where a .pth file imports it: what it says of its hook is as without ours."""
    (tmp_path / "sitecustomize.py").write_text("import threading\n")
    alone, hooked = (run([python.path, script(LOOK_AND_DIE)], path=path)
                     for path in (str(tmp_path), "%s:%s" % (tmp_path, volume)))
    assert (hooked.stdout, hooked.status) == (alone.stdout, alone.status)
    assert [len(each.reports) for each in (alone, hooked)] == [0, 1]
