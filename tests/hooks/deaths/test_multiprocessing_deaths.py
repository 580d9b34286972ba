# SPDX-License-Identifier: Apache-2.0
"""Children of multiprocessing, by each way to start them, and pools and executors of them.

What a worker of a pool or an executor raises is the future's, and is an error where that is asked. """

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

ONE = """
import multiprocessing, sys
def work(): raise ValueError("x")
if __name__ == "__main__":
    %s
    process = %s.Process(target=work, name="child")
    process.start(); process.join()
    sys.exit(process.exitcode)
"""
POOL = """
import multiprocessing
def work(n): return 1 // n
if __name__ == "__main__":
    with multiprocessing.get_context(%r).Pool(1) as pool:
        try:
            pool.map(work, [1, 0])
        except ZeroDivisionError:
            print("caught")
        pool.map(work, [0])
"""
CASES.add("multiprocessing", ONE % ("", "multiprocessing"), fatal("work:ValueError: x", "multiprocessing"))
for method in ("fork", "spawn", "forkserver"):
    CASES.add("multiprocessing " + method,
              ONE % ("context = multiprocessing.get_context(%r)" % method, "context"),
              fatal("work:ValueError: x", "multiprocessing"), low=(3, 6))
    CASES.add("pool by " + method, POOL % method, fatal("ZeroDivisionError: "), low=(3, 6))

CASES.add("process class of its own", """
import multiprocessing, sys
class Child(multiprocessing.Process):
    def run(self): raise ValueError("x")
if __name__ == "__main__":
    child = Child()
    child.start(); child.join()
""", fatal("program.py:4:run:ValueError: x", "multiprocessing"))

CASES.add("an exit of a process is no error", """
import multiprocessing, sys
def work(): sys.exit(3)
if __name__ == "__main__":
    child = multiprocessing.Process(target=work)
    child.start(); child.join()
    print(child.exitcode)
""")

CASES.add("thread executor", """
from concurrent.futures import ThreadPoolExecutor, wait
def work(): raise ValueError("x")
with ThreadPoolExecutor() as pool:
    future = pool.submit(work)
    wait([future])
    future.result()
""", fatal("program.py:3:work:ValueError: x"), low=(3, 6))

CASES.add("process executor", """
from concurrent.futures import ProcessPoolExecutor
def work(): raise ValueError("x")
if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        pool.submit(work).result()
""", fatal("ValueError: x"), low=(3, 6))

CASES.add("a future that nobody asks", """
from concurrent.futures import ThreadPoolExecutor
def work(): raise ValueError("x")
with ThreadPoolExecutor() as pool:
    pool.submit(work)
""", error("future", "program.py:3:work:ValueError: x"), low=(3, 6), on=["CPython"])

CASES.add("a future's callback", """
import threading
from concurrent.futures import ThreadPoolExecutor
def fail(future): raise ValueError("x")
called = threading.Event()
with ThreadPoolExecutor() as pool:
    pool.submit(called.wait).add_done_callback(fail)
    called.set()
""", error("logging", "program.py:4:fail:ValueError: x"), low=(3, 7))

CASES.add("an executor's initializer", """
import logging
from concurrent.futures import ThreadPoolExecutor
def fail(): raise ValueError("x")
with ThreadPoolExecutor(1, initializer=fail) as pool:
    try:
        pool.submit(int).result()
    except RuntimeError as problem:
        print(type(problem).__name__)
""", error("logging", "program.py:4:fail:ValueError: x"), low=(3, 7))
