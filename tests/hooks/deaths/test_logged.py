# SPDX-License-Identifier: Apache-2.0
"""Exceptions that the program catches and logs."""

import pytest
from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("logging", """
import logging
logging.warning("careful")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
    logging.warning("no error", exc_info=True)
logging.error("no exception")
""", error("logging", "program.py:5:<module>:ZeroDivisionError: "))

CASES.add("logged, then raised", """
import logging
def f(): raise ValueError("x")
try:
    f()
except ValueError:
    logging.exception("caught")
    raise
""", error("logging", "program.py:3:f:ValueError: x"))

CASES.add("logged, then raised in another", """
import logging
def f(): raise ValueError("x")
try:
    f()
except ValueError:
    logging.exception("caught")
    raise TypeError("wrapped")
""", error("logging", "program.py:3:f:ValueError: x"), fatal("program.py:8:<module>:TypeError: wrapped"))

CASES.add("logging imported by a package that fails", """
import sys
sys.modules["weakref"] = None
sys.modules["collections"] = None
import logging
""", fatal(""))

CASES.add("loggers of all kinds", """
import logging
quiet = logging.getLogger("quiet")
quiet.propagate = False
quiet.addHandler(logging.NullHandler())
off = logging.getLogger("off")
off.disabled = True
high = logging.getLogger("high")
high.setLevel(100)
names = {ValueError: "quiet", TypeError: "off", KeyError: "high", IndexError: "quiet.child"}
for problem, name in names.items():
    try:
        raise problem(name)
    except problem:
        logging.getLogger(name).exception("caught")
""", error("logging", "ValueError: quiet"), error("logging", "IndexError: quiet.child"))

CASES.add("logged with an exception of its own", """
import logging
def f(): raise ValueError("x")
try:
    f()
except ValueError as problem:
    found = problem
logging.critical("later", exc_info=found)
logging.log(45, "and again", exc_info=found)
""", error("logging", "program.py:3:f:ValueError: x"), low=(3, 6))

CASES.add("logged without any exception", """
import logging
logging.exception("nothing")
logging.error("nothing", exc_info=(None, None, None))
""")

CASES.add("an app's own module called logging", """
import sys, types
own = types.ModuleType("logging")
own.shout = "mine"
sys.modules["logging"] = own
import logging
print(logging.shout)
raise ValueError("x")
""", fatal("program.py:8:<module>:ValueError: x"))

CASES.add("logging imported by a thread", """
import threading
def work():
    import logging
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("caught")
t = threading.Thread(target=work)
t.start(); t.join()
""", error("logging", "program.py:6:work:ZeroDivisionError: "))

CASES.add("logged in the same way five times", """
import logging
for n in range(5):
    try:
        raise ValueError(n)
    except ValueError:
        logging.exception("caught")
""", error("logging", "ValueError: 0"), error("logging", "ValueError: 0"))

CASES.add("what a logged exception held goes away with it", """
import gc, logging, weakref
gc.disable()
class Connection(object): pass
def work(known):
    connection = Connection()
    known.append(weakref.ref(connection))
    1 / 0
def handle(known):
    try:
        work(known)
    except ZeroDivisionError:
        logging.exception("caught")
known = []
handle(known)
print(known[0]() is None)
""", error("logging", "ZeroDivisionError: "))

AT_THE_END = """
import logging
class A:
    def __del__(self):
        try:
            raise ValueError("x")
        except ValueError:
            logging.exception("caught")
a = A()
"""
CASES.add("logged when the modules are being emptied", AT_THE_END, low=(3, 6), high=(3, 7))
CASES.add("logged when the modules are being emptied", AT_THE_END,
          error("logging", "program.py:6:__del__:ValueError: x"), low=(3, 8), high=(3, 12), on=["CPython"])


WRAPPED = """
import logging
def f(n):
    try:
        raise ValueError(n)
    except ValueError as problem:
        logging.exception("caught")
        raise %s
try:
    f(1)
except Exception as problem:
    logging.exception("caught again")
    raise RuntimeError("the end") from problem
"""


@pytest.mark.since((3, 6))
@pytest.mark.parametrize("raised", ["TypeError(n) from problem", "TypeError(n)"])
def test_what_was_logged_and_then_wrapped_is_named_by_the_later_reports(raised, python, run, script):
    """Of one death there is one report, with the chain. What was sent before anybody could know is named."""
    first, second, last = run([python.path, script(WRAPPED % raised)]).reports
    assert [each["severity"] for each in (first, second, last)] == ["error", "error", "fatal"]
    assert [each["type"] for each in last["exceptions"]] == ["RuntimeError", "TypeError", "ValueError"]
    assert "reported_before" not in first
    assert second["reported_before"] == [first["id"]]
    assert last["reported_before"] == [second["id"], first["id"]]


@pytest.mark.since((3, 11))
def test_what_was_logged_and_then_put_into_a_group_is_named(python, run, script):
    first, second, last = run([python.path, script("""
import logging
problems = []
for kind in (ValueError, TypeError):
    try:
        raise kind("x")
    except Exception as problem:
        logging.exception("caught")
        problems.append(problem)
raise ExceptionGroup("all", problems)
""")]).reports
    assert (last["severity"], last["reported_before"]) == ("fatal", [first["id"], second["id"]])
