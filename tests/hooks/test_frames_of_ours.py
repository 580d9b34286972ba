# SPDX-License-Identifier: Apache-2.0
"""No frame of the hook's is on the stack while the program's code runs: what looks at the stack sees what it
sees without the hook."""

import pytest
from deaths import Cases

CASES = Cases()

LOOK = """
import logging, sys, warnings
def look(who, frame):
    while frame is not None:
        print(who, frame.f_code.co_name, frame.f_code.co_filename.rpartition("/")[2], frame.f_lineno)
        frame = frame.f_back
class Handler(logging.Handler):
    def emit(self, record):
        look("handler", sys._getframe())
        print(record.funcName, record.lineno, record.pathname.rpartition("/")[2])
        print(self.format(record))
        warnings.warn("seen", stacklevel=STACKLEVEL)
class Filter(logging.Filter):
    def filter(self, record):
        look("filter", sys._getframe())
        return True
class Formatter(logging.Formatter):
    def format(self, record):
        look("formatter", sys._getframe())
        return logging.Formatter.format(self, record)
handler = Handler()
handler.setFormatter(Formatter("%(message)s %(lineno)d %(funcName)s"))
handler.addFilter(Filter())
def setup(logger):
    logger.handlers, logger.propagate = [handler], False
    logger.addFilter(Filter())
def log(logger, **named):
    try:
        1 / 0
    except ZeroDivisionError:
        logger.error("caught", exc_info=True, **named)
"""
for level in (1, 2, 3, 4, 5, 6):
    CASES.add("a handler that warns, level %d" % level, LOOK.replace("STACKLEVEL", str(level)) + """
logger = logging.getLogger("a"); setup(logger); log(logger)
""")
CASES.add("stack_info", LOOK.replace("STACKLEVEL", "2") + """
logger = logging.getLogger("a"); setup(logger); log(logger, stack_info=True)
""", low=(3, 6))
CASES.add("stacklevel of a log call", LOOK.replace("STACKLEVEL", "2") + """
logger = logging.getLogger("a"); setup(logger)
for level in range(1, 5): log(logger, stack_info=True, stacklevel=level)
""", low=(3, 8))
CASES.add("an adapter", LOOK.replace("STACKLEVEL", "2") + """
logger = logging.getLogger("a"); setup(logger)
log(logging.LoggerAdapter(logger, {"x": 1}))
""")
CASES.add("a factory of records", LOOK.replace("STACKLEVEL", "2") + """
old = logging.getLogRecordFactory()
def factory(*args, **named):
    look("factory", sys._getframe())
    return old(*args, **named)
logging.setLogRecordFactory(factory)
logger = logging.getLogger("a"); setup(logger); log(logger, stack_info=True)
""", low=(3, 6))
for call in ("super(Logger, self)", "logging.Logger"):
    CASES.add("makeRecord of a subclass, by %s" % call, LOOK.replace("STACKLEVEL", "2") + """
class Logger(logging.Logger):
    def makeRecord(self, *args, **named):
        look("makeRecord", sys._getframe())
        return %s.makeRecord(%s*args, **named)
    def handle(self, record):
        look("handle", sys._getframe())
        logging.Logger.handle(self, record)
    def callHandlers(self, record):
        look("callHandlers", sys._getframe())
        logging.Logger.callHandlers(self, record)
logging.setLoggerClass(Logger)
logger = logging.getLogger("a"); setup(logger); log(logger)
""" % (call, "self, " if call == "logging.Logger" else ""))
CASES.add("a callHandlers of another tool", LOOK.replace("STACKLEVEL", "2") + """
old = logging.Logger.callHandlers
def callHandlers(self, record):
    look("other", sys._getframe())
    return old(self, record)
logging.Logger.callHandlers = callHandlers
logger = logging.getLogger("a"); setup(logger); log(logger)
""")
CASES.add("inspect", """
import inspect, logging
class Handler(logging.Handler):
    def emit(self, record):
        print([(each[3], each[2]) for each in inspect.stack()])
logger = logging.getLogger("a"); logger.handlers, logger.propagate = [Handler()], False
try:
    1 / 0
except ZeroDivisionError:
    logger.exception("caught")
""")

CASES.add("a thread", LOOK.replace("STACKLEVEL", "2") + """
import threading
def work():
    look("thread", sys._getframe())
    log(logger)
logger = logging.getLogger("a"); setup(logger)
t = threading.Thread(target=work); t.start(); t.join()
""")

CHILD = """
import multiprocessing, os, sys
def look(who, frame):
    while frame is not None:
        print(who, frame.f_code.co_name, frame.f_code.co_filename.rpartition("/")[2])
        frame = frame.f_back
    sys.stdout.flush()
class Odd(Exception):
    def __str__(self):
        look("__str__", sys._getframe())
        return "odd"
class Child(multiprocessing.Process):
    def run(self):
        look("run", sys._getframe())
        self._target()
def work():
    look("target", sys._getframe())
    1 / 0
if __name__ == "__main__":
    %s
    child = multiprocessing.Process(target=work); child.start(); child.join()
    child = Child(target=work); child.start(); child.join()
    print(child.exitcode, child.name)
"""
CASES.add("a child", CHILD % "pass")
for method in ("fork", "spawn", "forkserver"):
    CASES.add("a child by " + method, CHILD % ("multiprocessing.set_start_method(%r)" % method), low=(3, 6))

OWN = """
import sys
def look(*args):
    frame = sys._getframe()
    while frame is not None:
        sys.stderr.write("%s %s\\n" % (frame.f_code.co_name, frame.f_lineno))
        frame = frame.f_back
"""


def test_the_stack_is_as_without_us(death, python, compare, script):
    ended = compare([python.path] + death.options + [script(death.source)])
    assert ended.reports


@pytest.mark.since((3, 8))
@pytest.mark.parametrize("hook", ["sys.excepthook", "sys.unraisablehook", "threading.excepthook"])
def test_a_hook_of_the_program_that_was_there_before_us(hook, python, run, script, volume, tmp_path):
    """As where a .pth file sets one: it stays, and finds no frame of ours."""
    (tmp_path / "sitecustomize.py").write_text("import threading\n" + OWN + "%s = look\n" % hook)
    die = {"sys.excepthook": "1 / 0\n",
           "sys.unraisablehook": "class A:\n    def __del__(self): 1 / 0\na = A(); del a\n",
           "threading.excepthook": "import threading\nt = threading.Thread(target=lambda: 1 / 0)\n"
                                   "t.start(); t.join()\n"}[hook]
    if python.implementation == "PyPy" and hook == "sys.unraisablehook":
        die += "import gc; gc.collect()\n"
    alone, hooked = (run([python.path, script(die)], path=path)
                     for path in (str(tmp_path), "%s:%s" % (tmp_path, volume)))
    assert b"look" in alone.stderr
    assert hooked.seen == alone.seen
