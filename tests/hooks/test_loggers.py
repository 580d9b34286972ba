# SPDX-License-Identifier: Apache-2.0
"""A logger that is missing, not executable, hangs or fails; a process without file descriptors, processes,
stdio."""

import os
import shutil

import pytest

CRASH = "raise ValueError('x')\n"


@pytest.fixture
def lame(volume, tmp_path):
    """A volume whose logger is another: `lame(script or None)`."""
    def make(logger, mode=0o755):
        folder = str(tmp_path / "lame")
        shutil.copytree(volume, folder)
        path = os.path.join(folder, "bin", "container-exception-logger")
        os.unlink(path)
        if logger is not None:
            with open(path, "w") as opened:
                opened.write(logger)
            os.chmod(path, mode)
        return folder

    return make


def same_death(ended):
    return ended.status == 1 and ended.stdout == b"" and ended.stderr.endswith(b"ValueError: x\n")


@pytest.mark.parametrize("logger, mode", [
    (None, 0), ("#!/bin/sh\ncat >/dev/null\n", 0o644), ("#!/bin/sh\nexit 3\n", 0o755), ("no program", 0o755),
    ("#!/bin/sh\nkill -9 $$\n", 0o755)], ids=["missing", "not executable", "fails", "no program", "killed"])
def test_without_a_logger_that_works_the_hook_writes_the_line(logger, mode, python, lame, run, script):
    ended = run([python.path, script(CRASH)], path=lame(logger, mode), env={"PATH": "/nowhere"})
    assert same_death(ended)
    assert [each["reason"] for each in ended.reports] == ["program.py:1:<module>:ValueError: x"]
    assert "Traceback (most recent call last):" in ended.reports[0]["backtrace"]


@pytest.mark.parametrize("logger", [
    "#!/bin/sh\nexec sleep 60\n", "#!/bin/sh\ncat >/dev/null; exec sleep 60\n"])
def test_a_logger_that_hangs_is_given_up(logger, python, lame, run, script):
    source = "import sys\nx = 'y' * 100\nraise ValueError('x')\n"
    ended = run([python.path, script(source)], path=lame(logger), env={"CEL_TIMEOUT": "0.2"})
    assert same_death(ended)
    assert ended.reports == []


def test_a_long_report_fits_into_the_line_that_the_hook_writes(python, lame, run, script):
    ended = run([python.path, script("raise ValueError(u'\\xe9\"' * 50000)\n")], path=lame(None),
                env={"PATH": "/nowhere"})
    assert len(ended.reports) == 1 and "characters ..." in ended.reports[0]["backtrace"]


def test_another_logger_is_found_by_variable_and_on_path(python, lame, run, script, volume):
    without = lame(None)
    for env in ({"CEL_LOGGER": volume + "/bin/container-exception-logger"}, {"PATH": volume + "/bin"}):
        ended = run([python.path, script(CRASH)], path=without, env=env)
        assert same_death(ended) and "exceptions" in ended.reports[0]


def test_no_file_descriptor_left(python, run, script):
    greedy = "import os\ntry:\n    while True: os.dup(0)\nexcept OSError:\n    pass\n"
    ended = run([python.path, script(greedy + CRASH)])
    assert same_death(ended)
    assert [each["reason"] for each in ended.reports] == ["program.py:6:<module>:ValueError: x"]


@pytest.mark.parametrize("left", range(1, 7))
def test_few_file_descriptors_left(left, python, run, script):
    greedy = ("import os\ntaken = []\n"
              "try:\n    while True: taken.append(os.dup(0))\nexcept OSError:\n    pass\n"
              "for each in taken[:%d]: os.close(each)\n" % left)
    ended = run([python.path, script(greedy + CRASH)])
    assert same_death(ended)
    assert [each["reason"] for each in ended.reports] == ["program.py:8:<module>:ValueError: x"]


@pytest.mark.parametrize("room", [1, 10, 20, 40, 80])
def test_little_stack_left(room, python, run, script):
    source = ("import logging, sys\n"
              "logging.getLogger().addHandler(logging.StreamHandler(open('/dev/null', 'w')))\n"
              "def deeper(n):\n"
              "    if n: return deeper(n - 1)\n"
              "    try:\n"
              "        raise ValueError('x')\n"
              "    except ValueError:\n"
              "        logging.exception('caught')\n"
              "sys.setrecursionlimit(1000)\n"
              "try: deeper(1000 - 20 - %d)\n"
              "except RuntimeError: pass\n" % room)
    ended = run([python.path, script(source)])
    assert (ended.status, ended.stdout) == (0, b"")
    assert [each["reason"] for each in ended.reports if "ValueError" in each["reason"]] in (
        [], ["program.py:6:deeper:ValueError: x"])


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_stdio(closed, python, compare, script):
    ended = compare(["sh", "-c", '"$0" "$1" ' + closed, python.path, script(CRASH)])
    assert [each["reason"] for each in ended.reports] == ["program.py:1:<module>:ValueError: x"]


NONSENSE = {
    "CEL_TIMEOUT": ["soon", "-1", "0", "nan", "inf", "1e9"],
    "CEL_LOCALS": ["maybe", "2"],
    "CEL_CAPTURE": ["everything", "thread;excepthook"],
    "CEL_REDACT": ["--"],
    "CEL_LOGGER": ["/nowhere", "\x1b[31m"],
    "CEL_MAX_LINE": ["long", "1"],
    "CEL_MAX_RECORD": ["long", "-1"],
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_in_a_variable_is_the_default_and_one_line_on_request(name, python, run, script):
    usual = run([python.path, script(CRASH)])
    for value in NONSENSE[name]:
        quiet = run([python.path, script(CRASH)], env={name: value})
        assert quiet.seen == usual.seen
        loud = run([python.path, script(CRASH)], env={name: value, "CEL_VERBOSE": "1"})
        assert loud.stderr.count(b": %s" % name.encode()) == 1, (value, loud.stderr)
        assert [set(quiet.reports[0]), len(loud.reports)] == [set(usual.reports[0]), 1]


def test_nonsense_in_the_variables_that_say_so_themselves(python, run, script):
    assert len(run([python.path, script(CRASH)], env={"CEL_VERBOSE": "maybe"}).reports) == 1
    assert run([python.path, script(CRASH)], env={"CEL_DISABLE": "maybe"}).reports == []
    assert len(run([python.path, script(CRASH)], env={"CEL_DISABLE": "", "CEL_IGNORE": ",;"}).reports) == 1


@pytest.mark.parametrize("off", ["0", "no", "false", "OFF"])
def test_flags_are_also_words(off, python, run, script):
    program = script("def f(name='KEEP'): raise ValueError('x')\nf()\n")
    assert "locals" not in run([python.path, program],
                               env={"CEL_LOCALS": off}).reports[0]["exceptions"][0]["frames"][-1]


def test_disabled(python, run, script):
    assert run([python.path, script(CRASH)], env={"CEL_DISABLE": "1"}).reports == []
    assert run([python.path, script(CRASH)], env={"CEL_IGNORE": "ValueError"}).reports == []
    assert run([python.path, script(CRASH)], env={"CEL_CAPTURE": "thread"}).reports == []
