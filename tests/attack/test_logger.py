# SPDX-License-Identifier: Apache-2.0
"""Whatever is on its standard input, the logger ends in time, in little memory, and with a report."""

import json
import os
import re
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "support"))

import cel_lines  # noqa: E402
import cost  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOGGER = os.path.join(ROOT, "build", "bin", "container-exception-logger")
LIMIT = 64 * cost.MIB
WINDOW = 4 * cost.MIB
LONGEST = {"CEL_MAX_RECORD": str(WINDOW)}


def an_object(members):
    return b'{"type":"T","executable":"/x","reason":"why","backtrace":"b",%s,"last":"z"}' % members


def filled(start, piece, end):
    """A function from a size to about as many bytes: an object with a member that `piece` repeats in."""
    return lambda size: an_object(start + piece * (size // len(piece)) + end)


# What is hard to parse, to keep or to write, by name: a function from a size to about as many bytes of it.
INPUTS = {
    "one line": lambda size: b"x" * size,
    "lines": lambda size: b"some line of a text\n" * (size // 20),
    "NULs": lambda size: b"\0" * size,
    "not UTF-8": lambda size: b"\xff" * size,
    "deep arrays": lambda size: an_object(b'"a":%s%s' % (b"[" * (size // 2), b"]" * (size // 2))),
    "deep objects": lambda size: an_object(b'"a":%s1%s' % (b'{"a":' * (size // 6), b"}" * (size // 6))),
    "an open array": lambda size: b"{\"a\":" + b"[" * size + b"}",
    "a number": filled(b'"n":', b"7", b""),
    "a fraction": filled(b'"n":0.', b"7", b""),
    "members": lambda size: an_object(b",".join(b'"key%d":1' % i for i in range(size // 11))),
    "one key": lambda size: an_object(b",".join([b'"key":1'] * (size // 8))),
    "long keys": lambda size: an_object(b",".join(b'"%0999d":1' % i for i in range(size // 1010))),
    "tiny objects": filled(b'"o":[', b"{},", b"1]"),
    "tiny strings": filled(b'"s":[', b'"0123456789abcdef",', b"1]"),
    "NaNs": filled(b'"n":[', b"NaN,", b"1]"),
    "a string that is not UTF-8": filled(b'"s":"', b"\xff", b'"'),
    "strings that are not UTF-8": filled(b'"s":[', b'"' + b"\xff" * 100 + b'",', b"1]"),
    "raw control characters": filled(b'"s":"', b"\x01", b'"'),
    "escapes": filled(b'"s":[', b'"' + b"\\u00e9" * 10900 + b'",', b"1]"),
    "surrogates": filled(b'"s":"', b"\\ud83d\\ude00", b'"'),
    "frames": filled(b'"exceptions":[{"type":"E","frames":[',
                     b'{"file":"a.py","line":1,"function":"f","locals":{"a":"b"}},', b"{}]}]"),
    "links": filled(b'"exceptions":[', b'{"type":"E","link":{"kind":"cause","of":0},"frames":[{}]},', b"{}]"),
    "no object": lambda size: b"{" + b'"a":1,' * (size // 6) + b"}",
}


def log(folder, data, *options, address_space=0, env=None):
    """Runs the logger on `data`; returns what cost.measured() does and the records in its log."""
    path = os.path.join(str(folder), "log")
    command = [LOGGER, "--sink", "file:" + path, *options]
    done = cost.measured(command, data, dict(os.environ, **(env or {})), address_space)
    with open(path, "rb") as file:
        return done, cel_lines.decode(file.read())[0]


@pytest.mark.parametrize("name", INPUTS)
def test_any_input_becomes_one_whole_record_within_the_memory(tmp_path, name):
    # As much as is kept of one report, and as much as a record may have.
    data = INPUTS[name](WINDOW - 1000)
    done, records = log(tmp_path, data, "--timeout", "60", address_space=LIMIT, env=LONGEST)
    assert (done.status, done.stderr) == (0, b"")
    assert len(records) == 1
    assert len(json.dumps(records[0])) <= 1.1 * WINDOW


@pytest.mark.parametrize("name", ("members", "tiny objects", "strings that are not UTF-8", "links"))
def test_twice_the_input_is_twice_the_work(tmp_path, name):
    command = [LOGGER, "--sink", "file:%s/log" % tmp_path, "--timeout", "600"]
    assert cost.growth(command, INPUTS[name], 100_000, dict(os.environ, **LONGEST)) < cost.LINEAR


def test_an_object_that_is_too_long_stays_an_object_with_its_reason(tmp_path):
    long = b'{"type":"T","reason":"why","backtrace":"first %s last","z":[1,2]}' % (b"x " * (4 << 20))
    done, records = log(tmp_path, b'{"reason":"before"}\n' + long + b'\n{"reason":"after"}\n',
                        address_space=LIMIT)
    assert done.status == 0
    assert [record["reason"] for record in records] == ["before", "why", "after"]
    assert re.search(r"^first .*… \d+ bytes ….* last$", records[1]["backtrace"], re.S)
    assert records[1]["z"] == [1, 2]


def test_an_endless_input_ends_with_what_there_is_and_status_5(tmp_path):
    path = tmp_path / "log"
    with open("/dev/zero", "rb") as zeros:
        done = subprocess.run(
            ["prlimit", "--as=%d" % LIMIT, LOGGER, "--sink", "file:%s" % path, "--timeout", "1"], stdin=zeros,
            stderr=subprocess.PIPE, timeout=60, check=False,
        )
    assert done.returncode == 5
    assert b"standard input went on when the time to read it was over; what was read is logged" in done.stderr
    assert len(cel_lines.decode(path.read_bytes())[0]) == 1


def test_an_input_that_is_never_closed_costs_no_report_and_no_status(tmp_path):
    path = tmp_path / "log"
    with subprocess.Popen([LOGGER, "--sink", "file:%s" % path, "--timeout", "0.5"], stdin=subprocess.PIPE,
                          stderr=subprocess.PIPE) as logger:
        logger.stdin.write(b'{"reason":"one"}\n{"reason":"two"}\nand text')
        logger.stdin.flush()
        assert logger.wait(60) == 0
        assert b"standard input had no end within the time; what was read is logged" in logger.stderr.read()
    records = cel_lines.decode(path.read_bytes())[0]
    assert [record["reason"] for record in records] == ["one", "two", "and text"]


def test_each_report_is_logged_before_the_next_one_is_there(tmp_path):
    path = tmp_path / "log"
    with subprocess.Popen([LOGGER, "--sink", "file:%s" % path, "--timeout", "60"],
                          stdin=subprocess.PIPE) as logger:
        for count in (1, 2, 3):
            logger.stdin.write(b'{"reason":"%d"}\n' % count)
            logger.stdin.flush()
            while not path.exists() or path.read_bytes().count(b"\n") < count:
                assert logger.poll() is None
        logger.stdin.close()
        assert logger.wait(60) == 0


def test_a_great_many_reports_are_all_logged_in_little_memory(tmp_path):
    data = b"".join(b'{"type":"T","reason":"r%d"}\n' % i for i in range(20000))
    done, records = log(tmp_path, data, "--timeout", "600", address_space=8 * cost.MIB)
    assert (done.status, done.stderr) == (0, b"")
    assert [record["reason"] for record in records] == ["r%d" % i for i in range(20000)]


def test_of_more_reports_than_there_is_time_for_those_logged_are_whole_and_the_rest_is_told(tmp_path):
    path = tmp_path / "log"
    with subprocess.Popen(["yes", '{"type":"T","reason":"r"}'], stdout=subprocess.PIPE) as endless:
        done = subprocess.run(
            ["prlimit", "--as=%d" % LIMIT, LOGGER, "--sink", "file:%s" % path, "--timeout", "2"],
            stdin=endless.stdout, stderr=subprocess.PIPE, timeout=60, check=False,
        )
        endless.kill()
    assert done.returncode == 5
    assert b"standard input went on when the time to read it was over" in done.stderr
    lines = path.read_bytes().splitlines()
    assert lines
    assert all(json.loads(line.partition(b" - ")[2])["reason"] == "r" for line in lines)


@pytest.mark.parametrize("kib", range(6000, 14000, 400))
def test_wherever_memory_ends_the_report_arrives(tmp_path, kib):
    """In a record's destructor, too, which makes a list of its values while an exception is on its way."""
    data = an_object(b'"l":[' + b'"0123456789abcdef",' * 150_000 + b"1]")
    done, records = log(tmp_path, data, address_space=kib * 1024)
    assert done.status in (0, 5)
    assert len(records) == 1


@pytest.mark.parametrize("mib", (2, 3, 4, 8, 16))
@pytest.mark.parametrize("data", (
    b"boom\n", b"word " * 600_000, an_object(b'"l":[' + b'"0123456789abcdef",' * 150_000 + b"1]"),
), ids=("short", "text", "object"))
def test_with_hardly_any_memory_the_report_is_shortened_and_never_lost(tmp_path, data, mib):
    done, records = log(tmp_path, data, address_space=mib * cost.MIB)
    assert len(records) == 1
    if done.status != 0:
        assert done.status == 5
        assert b"1 report is shortened: there was no time or no memory for more" in done.stderr
    assert records[0]["type"] == ("T" if data.startswith(b"{") else "Text")
