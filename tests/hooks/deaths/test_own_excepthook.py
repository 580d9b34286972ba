# SPDX-License-Identifier: Apache-2.0
"""The program's own `sys.excepthook`: it works as without us, and the report is there all the same."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("an app's own hook", """
import sys
def hook(exctype, value, traceback):
    sys.stderr.write("mine: %s\\n" % value)
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:6:<module>:ValueError: x"))

CASES.add("an app's own hook that calls the old one", """
import sys
old = sys.excepthook
sys.excepthook = lambda *args: (sys.stderr.write("mine\\n"), old(*args))
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

CASES.add("an app's hook that resets itself", """
import sys
def hook(exctype, value, traceback):
    sys.excepthook = sys.__excepthook__
    sys.stderr.write("mine\\n")
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:7:<module>:ValueError: x"))

CASES.add("a hook reset", """
import sys
sys.excepthook = None
sys.excepthook = sys.__excepthook__
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

CASES.add("a deleted hook", """
import sys
del sys.excepthook
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("a hook that fails", """
import sys
def hook(*args): raise TypeError("in hook")
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

CASES.add("an app's hook that exits", """
import os, sys
def hook(*args):
    sys.stderr.write("mine\\n"); sys.stderr.flush()
    sys.exit(7)
sys.excepthook = hook
raise ValueError("x")
""", fatal("program.py:7:<module>:ValueError: x"))

CASES.add("an app's hook that logs", """
import logging, sys
sys.excepthook = lambda *args: logging.critical("died", exc_info=args)
raise ValueError("x")
""", error("logging", "program.py:4:<module>:ValueError: x"))

CASES.add("an app's hook that prints by traceback", """
import sys, traceback
sys.excepthook = lambda *args: traceback.print_exception(*args)
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("hooks replaced in a row", """
import sys
def wrap(old):
    return lambda *args: (sys.stderr.write("one more\\n"), old(*args))
for n in range(10):
    sys.excepthook = wrap(sys.excepthook)
raise ValueError("x")
""", fatal("program.py:7:<module>:ValueError: x"))

CASES.add("both hooks deleted", """
import sys
del sys.excepthook, sys.__excepthook__
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("the hook called by the program", """
import sys
try:
    1 / 0
except ZeroDivisionError:
    sys.excepthook(*sys.exc_info())
print("alive")
""", error("excepthook", "program.py:4:<module>:ZeroDivisionError: "))
