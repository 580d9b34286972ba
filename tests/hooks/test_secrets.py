# SPDX-License-Identifier: Apache-2.0
"""Secrets never leave the process; what only looks like one stays readable.

redaction/secrets.txt and innocents.txt are statements: each is put into a program that dies with it in its
locals, in the source lines around its frames, and, where it is a text, in what it says. """

import json
import os
import runpy
import subprocess

import pytest
import redaction

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "redaction")
HEAD = """# -*- coding: utf-8 -*-
from collections import OrderedDict, defaultdict, namedtuple
class Thing(object):
    def __init__(self, **attributes): self.__dict__.update(attributes)
    def __getattr__(self, name): raise AttributeError("never asked")
    def __repr__(self): raise TypeError("never called")
class Slots(object):
    __slots__ = ("user", "client_secret")
    def __init__(self, client_secret): self.client_secret = client_secret
class OwnDict(dict): pass
Fields = namedtuple("Fields", "user passwd")
"""
A_FRAME = 2  # statements: the record has so many lines before the frame's own


def statements(name):
    with open(os.path.join(HERE, name)) as file:
        return [line for line in file.read().split("\n") if line and line[0] != "#"]


def nested(lines):
    """A program that dies with all of them in locals and source lines of its frames."""
    frames = [lines[at:at + A_FRAME] for at in range(0, len(lines), A_FRAME)]
    source = HEAD
    for number, frame in enumerate(frames):
        source += "def f%d():\n    %s\n    f%d()\n" % (number, "\n    ".join(frame), number + 1)
    return source + "def f%d(): raise ValueError('x')\nf0()\n" % len(frames)


def saying(lines):
    """A program that dies saying all of them that are texts, in its message, in one cause's, and in notes."""
    return HEAD + "\n".join(lines) + """
texts = [each for name, each in sorted(globals().items()) if name[:2] != "__" and type(each) is str]
del globals()["__doc__"]
def f(said):
    problem, cause = ValueError(said), TypeError("because", said)
    problem.__notes__ = [said]
    problem.__cause__ = cause
    raise problem
f("\\n".join(texts))
"""


def texts(lines):
    """Those of secrets.txt whose text says what it is, from the third section on."""
    return lines[[line.startswith("query") for line in lines].index(True):]


GENERATED = ("id", "pid", "time", "boot_id", "uptime")


def leaks(report, marks=("LEAK",)):
    """The surroundings of each mark in what the report says of the program; times and ids hold any digits."""
    said = json.dumps({name: value for name, value in report.items() if name not in GENERATED})
    found = []
    for mark in marks:
        at = said.find(mark)
        while at >= 0:
            found.append(said[max(0, at - 60):at + 30])
            at = said.find(mark, at + 30)
    return found


@pytest.mark.parametrize("half", [0, 1])
def test_no_secret_leaves_in_locals_and_source_lines(half, python, run, script):
    lines = statements("secrets.txt")
    lines = lines[half * len(lines) // 2:(half + 1) * len(lines) // 2]
    ended = run([python.path, script(nested(lines))])
    assert leaks(ended.reports[0]) == []
    frames = ended.reports[0]["exceptions"][0]["frames"]
    assert sum(len(frame["locals"]) for frame in frames[1:]) == len(lines)
    shown = [frame["locals"][name] for frame in frames[1:] for name in frame["locals"]]
    assert all("redacted" in each or each == "<Slots>" for each in shown)  # PyPy's slots are not to be seen


def test_no_secret_leaves_in_messages(python, run, script):
    ended = run([python.path, script(saying(texts(statements("secrets.txt"))))], env={"CEL_LOCALS": "0"})
    assert leaks(ended.reports[0]) == []
    assert json.dumps(ended.reports[0]).count("[redacted]") > 100


def test_look_alikes_stay(python, run, script):
    lines = statements("innocents.txt")
    ended = run([python.path, script(nested(lines))])
    frames = ended.reports[0]["exceptions"][0]["frames"]
    shown = [frame["locals"][name] for frame in frames[1:] for name in frame["locals"]]
    assert len(shown) == len(lines)
    said = json.dumps(ended.reports[0])
    assert "[redacted]" not in said, said[said.find("[redacted]") - 200:][:300]
    assert "".join(shown).count("KEEP") == "".join(lines).count("KEEP")


NUMBERS = """
def f(card, pin=98217, cvv=98217, password=98217.5):
    amex, spaced, dashed = "3782 822463 10005", "4111 1111 1111 1111", "pay 5555-5555-5555-4444 now"
    otp_code, ssn = 98217, 982170000
    house_rule = {"inner house rule": "LEAK", "HouseRule": "LEAK"}
    raise ValueError("card 4111111111111111, pin=98217")
f(4111111111111111)
"""


def test_secret_numbers_and_names_of_ones_own(python, run, script):
    ended = run([python.path, script(NUMBERS)], env={"CEL_REDACT": "house-rule"})
    assert leaks(ended.reports[0], ("LEAK", "4111", "98217", "3782", "5555", "8224")) == []


def test_no_locals_on_request(python, run, script):
    ended = run([python.path, script("def f(name='KEEP'):\n    raise ValueError('x')\nf()\n")],
                env={"CEL_LOCALS": "0"})
    assert "locals" not in ended.reports[0]["exceptions"][0]["frames"][-1]
    assert "KEEP" not in ended.reports[0]["backtrace"].partition("Local variables")[2]


ROOT = str(redaction.TESTS.parent)
SOURCES = ROOT + "/python/src"
WORDS = SOURCES + "/container_exception_logger/secret_words.py"
MASKS = """
import sys
sys.path.insert(0, sys.argv[1])
from container_exception_logger.masking import masked
for line in sys.stdin.read().split("\\0"):
    print(repr(masked(line, ["kennung"])))
"""


def test_the_words_of_the_hooks_own_line_are_the_loggers():
    made = runpy.run_path(ROOT + "/python/secret_words.py")["module"]()
    with open(WORDS) as file:
        assert file.read() == made


def test_the_hooks_own_line_holds_no_secret(python):
    texts = [redaction.said_in(line) for line in redaction.lines("redact/secrets.txt")]
    texts = [text for text in texts if not text.startswith("  ")] + ["meineKennung=LEAK"]
    done = subprocess.run([python.path, "-B", "-c", MASKS, SOURCES], input="\0".join(texts).encode(),
                          stdout=subprocess.PIPE, check=True)
    shown = done.stdout.decode().splitlines()
    assert len(shown) == len(texts)
    assert [line for line in shown if "LEAK" in line or "[redacted]" not in line] == []


def test_a_report_without_the_logger_keeps_places_and_no_secret(python, volume, script, tmp_path):
    folder = str(tmp_path / "volume")
    subprocess.run(["cp", "-a", volume, folder], check=True)
    os.unlink(folder + "/bin/container-exception-logger")
    path = script("def connect(url):\n    raise ValueError('no host ' + url)\n"
                  "connect('postgres://u:LEAK@h/')\n")
    subprocess.run([python.path, path], stderr=subprocess.DEVNULL, check=False, env={
        "PYTHONPATH": folder, "CEL_SINK": "file:%s/log" % tmp_path, "PATH": "/usr/bin:/bin"})
    [record] = redaction.cel_lines.decode((tmp_path / "log").read_bytes())[0]
    assert leaks(record) == []
    assert "ValueError: [redacted]" in record["reason"]
    assert "in connect" in record["backtrace"]
