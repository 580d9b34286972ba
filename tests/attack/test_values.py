# SPDX-License-Identifier: Apache-2.0
"""To describe an exception and its variables runs no code of the program's but the exception's own `__str__`.

hostile/zoo.py has objects whose every method, property and metaclass is a trap, which writes its name to a
file and then raises or sleeps; a program that dies or logs with them around must end as it does without us.
"""

import collections
import os
import subprocess
import sys

import cost
import interpreters
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
SCENES = os.path.join(HERE, "hostile", "scenes.py")


def some_pythons():
    """The oldest and the newest."""
    found = [each for each in interpreters.found() if each.implementation == "CPython"]
    return [found[0], found[-1]]


@pytest.fixture
def ends_the_same(compare, tmp_path):
    """Runs a scene with and without the hook; returns its reports."""
    def run(python, scene, harm):
        ended = compare([python.path, SCENES, scene], env={"TRAPS": str(tmp_path / "traps"), "HARM": harm})
        alone, hooked = (sprung(tmp_path / ("traps." + each)) for each in ("alone", "hooked"))
        more = hooked - alone
        assert all(name.endswith(".__str__") and times == 1 for name, times in more.items()), more
        return ended.reports

    return run


def sprung(path):
    return collections.Counter(path.read_text().split("\n")[:-1] if path.exists() else [])


def test_a_program_that_goes_on_runs_nothing_for_us(python, ends_the_same):
    reports = ends_the_same(python, "logged", "interrupt")
    assert len(reports) == (3 if python.implementation == "PyPy" else 6), [each["reason"] for each in reports]
    assert {each["mechanism"] for each in reports} == {"logging"}


@pytest.mark.parametrize("harm", ["exit", "sleep"])
@pytest.mark.parametrize("interpreter", some_pythons(), ids=interpreters.label)
def test_hostile_variables_are_shown_by_their_types(interpreter, harm, ends_the_same):
    report, = ends_the_same(interpreter, "locals", harm)
    shown = {name: text for frame in report["exceptions"][0]["frames"]
             for name, text in frame.get("locals", {}).items()}
    assert shown["a_object"].startswith("<traps.HostileObject") or shown["a_object"] == "<HostileObject>"
    assert shown["zoned"].startswith("datetime.datetime(2026, 1, 2, 0, 0, tzinfo=<")
    assert shown["cycle"] == "[<cycle>]"
    assert not [text for text in shown.values() if text.startswith("<not shown")]


@pytest.mark.parametrize("scene", ["namespaces", "thread", "hostile", "chained", "names", "oserror", "number",
                                   "syntax"])
@pytest.mark.parametrize("interpreter", some_pythons(), ids=interpreters.label)
def test_what_dies_with_traps_around_it_has_its_report(scene, interpreter, ends_the_same):
    report, = ends_the_same(interpreter, scene, "exit")
    assert report["mechanism"] == ("thread" if scene == "thread" else "excepthook")


SHOWN = """
import sys
sys.path.insert(0, %r)
from container_exception_logger.values import Values
size, values = len(sys.stdin.buffer.read()), Values()
for n in range(size):
    made = type("C%%d" %% n, (object,), {"a": 1})()
    made.text = "x" * n
    values.show([n, {"k%%d" %% n: made}, n / 7, [[[[[[n]]]]]]])
values.show(["x"] * 1000 * size)
values.show("x" * 1000 * size)
values.show(dict.fromkeys(range(100 * size)))
""" % os.path.join(os.path.dirname(os.path.dirname(HERE)), "python", "src")


def test_what_values_cost_grows_with_their_number(tmp_path):
    show = [sys.executable, "-S", "-E", "-X", "pycache_prefix=%s" % tmp_path, "-c", SHOWN]
    subprocess.run(show, input=b"x", check=True)  # compiles
    assert cost.growth(show, lambda size: b"x" * size, 40) < cost.LINEAR


INTERRUPTED = """
import logging, os, signal, sys
logging.getLogger().addHandler(logging.NullHandler())
def trace(frame, event, arg):
    if "container_exception_logger/record" in frame.f_code.co_filename:
        sys.settrace(None)
        os.kill(os.getpid(), signal.SIGINT)
def fail(): raise ValueError("x")
try:
    fail()
except ValueError:
    sys.settrace(trace)
    try:
        logging.error("caught", exc_info=True)
        print("went on")
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.parametrize("interpreter", some_pythons(), ids=interpreters.label)
def test_ctrl_c_while_a_report_is_made_reaches_the_program_and_costs_no_report(interpreter, run, script):
    ended = run([interpreter.path, script(INTERRUPTED)])
    assert (ended.stdout, ended.stderr) == (b"interrupted\n", b"")
    report, = ended.reports
    assert report["reason"] == "program.py:8:fail:ValueError: x"
