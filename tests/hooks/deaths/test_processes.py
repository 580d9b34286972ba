# SPDX-License-Identifier: Apache-2.0
"""Children: forked, started by a program, and what SIGCHLD says of them."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("forked child", """
import os, sys
child = os.fork()
if child == 0:
    raise ValueError("x")
print(os.waitpid(child, 0)[1])
""", fatal("program.py:5:<module>:ValueError: x"))

CASES.add("forked child and its parent", """
import os, sys
child = os.fork()
if child: os.waitpid(child, 0)
raise ValueError(["child", "parent"][bool(child)])
""", fatal("program.py:5:<module>:ValueError: child"), fatal("program.py:5:<module>:ValueError: parent"))

CASES.add("forked by a thread", """
import os, threading
def work():
    child = os.fork()
    if child == 0:
        raise ValueError("x")
    os.waitpid(child, 0)
t = threading.Thread(target=work)
t.start(); t.join()
""", error("thread", "program.py:6:work:ValueError: x"), high=(3, 11))

CASES.add("forked after a report", """
import logging, os, sys
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        raise ValueError("x")
os.waitpid(child, 0)
""", error("logging", "ZeroDivisionError: "), fatal("program.py:10:<module>:ValueError: x"))

CASES.add("forked after one was held back", """
import logging, os, sys
for n in range(2):
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("caught")
sys.stderr.flush()
child = os.fork()
if child: os.waitpid(child, 0)
""", error("logging", "ZeroDivisionError: "), error("logging", "ZeroDivisionError: "))

CASES.add("os._exit is silent", """
import os
try:
    1 / 0
except ZeroDivisionError:
    os._exit(3)
""")

CASES.add("subprocess", """
import subprocess, sys
print(subprocess.call([sys.executable, "-c", "def f(): 1 / 0\\nf()"]))
""", fatal("<string>:1:f:ZeroDivisionError: "))

CASES.add("subprocess that fails", """
import subprocess, sys
subprocess.check_call([sys.executable, "-c", "import sys; sys.exit(3)"])
""", fatal("CalledProcessError: Command "))

CASES.add("sigchld handler", """
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

CASES.add("ignored sigchld", """
import logging, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
raise ValueError("x")
""", error("logging", "ZeroDivisionError: "), fatal("program.py:8:<module>:ValueError: x"))

CASES.add("a child that is waited for", """
import logging, os
child = os.fork()
if child == 0: os._exit(7)
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
print(os.wait()[1])
try:
    os.wait()
except OSError as problem:
    print(problem)
""", error("logging", "ZeroDivisionError: "))
