# SPDX-License-Identifier: Apache-2.0
"""Programs of greenlets, which gevent and eventlet have patched: while an error is reported, no other
greenlet runs, as none would without us. The real ones, from PyPI."""

import os
import sys

import interpreters
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
PATCH = {
    "gevent": "from gevent import monkey, sleep, spawn\nmonkey.patch_all()\n",
    "eventlet": "import eventlet\neventlet.monkey_patch()\nfrom eventlet import sleep, spawn\n",
}
HOOK = ("import sys\nsys.path.append(%r)\n"
        "import container_exception_logger\ncontainer_exception_logger.install()\n")
# A greenlet that runs whenever it may, and errors of a kind each.
PROGRAM = """
import logging, threading, time
logging.getLogger().addHandler(logging.NullHandler())
steps = [0]
def other():
    while True:
        steps[0] += 1
        sleep(0)
spawn(other)
codes = [compile("1 / 0", "program%d" % n, "exec") for n in range(6)]
def caught(n):
    try:
        exec(codes[n])
    except ZeroDivisionError:
        logging.exception("caught")
sleep(0.001)
print(steps[0] > 0)
for n in range(5):
    before = steps[0]
    caught(n)
    print(steps[0] - before)
thread = threading.Thread(target=caught, args=(5,))
thread.start()
thread.join()
raise ValueError("x")
"""


@pytest.fixture(scope="session")
def program(packages):
    this = [each for each in interpreters.found()
            if os.path.realpath(each.path) == os.path.realpath(sys.executable)][0]
    return packages(this, os.path.join(HERE, "frameworks", "requirements-greenlets.txt"))


@pytest.mark.parametrize("order", ["before ours", "after ours"])
@pytest.mark.parametrize("library", PATCH)
def test_no_other_greenlet_runs_while_an_error_is_reported(library, order, run, program, script, volume):
    late = order == "before ours"
    source = script(PATCH[library] + (HOOK % volume if late else "") + PROGRAM)
    ended = run([program, "-W", "ignore", source], path="" if late else volume)
    assert (ended.status, ended.stdout) == (1, b"True\n" + b"0\n" * 5)
    assert [each["mechanism"] for each in ended.reports] == ["logging"] * 6 + ["excepthook"]
