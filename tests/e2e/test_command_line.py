# SPDX-License-Identifier: Apache-2.0
"""The command line, the one of ABRT's container-exception-logger included, and what bad input gets."""

import json
import os
import re

import cel_lines
import launchers
import pytest
from engines.bare import run_bare
from programs import PATIENCE
from reports import report, text_of


def log(logger, arguments, stdin, env=None):
    """Runs the logger under a PID 1 that prints its status last."""
    return run_bare(
        "sh",
        "-c",
        "%s %s; echo status $?" % (logger, arguments),
        stdin=stdin,
        env=dict(PATIENCE, **(env or {})),
    )


def test_tag_replaces_the_tag(logger):
    done = log(logger, "--tag my-pod", text_of(report(size=9000)))
    assert cel_lines.decode(done.stdout, tag=b"my-pod") == ([report(size=9000)], b"status 0\n")


def test_no_tag_leaves_the_json_alone(logger):
    done = log(logger, "--no-tag", text_of(report()))
    assert done.stdout == text_of(report()) + b"\nstatus 0\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_printed_on_stdout_and_is_no_failure(logger, option):
    done = log(logger, option, b"")
    assert done.stdout.startswith(b"Usage: container-exception-logger") and done.stdout.endswith(
        b"status 0\n"
    )
    assert done.stderr == b""


def test_every_sink_is_in_the_help_the_manual_and_the_docs(logger):
    refused = log(logger, "--sink nowhere", b"").stderr.decode()
    sinks = re.split(", | or ", re.search("use (.*)$", refused, re.MULTILINE).group(1))
    assert len(sinks) == 8
    texts = {"--help": log(logger, "--help", b"").stdout.decode()}
    for name in ("packaging/man/container-exception-logger.1", "docs/container-exception-logger.md"):
        with open(os.path.join(launchers.ROOT, name), encoding="utf-8") as page:
            # In a manual "Cm file: Ns Ar PATH" is printed as file:PATH.
            texts[name] = page.read().replace(" Ns Ar ", "")
    for name, text in texts.items():
        assert [sink for sink in sinks if not re.search(r"\b%s\b" % re.escape(sink), text)] == [], name


@pytest.mark.parametrize("arguments", ["--tag", "--no-such-option", "report.json", "--sink nowhere"])
def test_a_command_line_that_makes_no_sense_is_status_1_and_one_sentence(logger, arguments):
    done = log(logger, arguments, b"")
    assert done.stdout == b"status 1\n"
    assert done.stderr.startswith(b"container-exception-logger: ") and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("stdin", ["</dev/null", "<&-", "</"], ids=["empty", "closed", "a folder"])
def test_standard_input_that_gives_nothing_is_status_4_and_one_sentence(logger, stdin):
    done = log(logger, stdin, b"")
    assert done.stdout == b"status 4\n"
    assert done.stderr.startswith(b"container-exception-logger: ") and done.stderr.count(b"\n") == 1


def test_the_fields_of_abrts_python_hook_come_through(logger):
    # Its time is a string.
    sent = {
        "type": "Python3",
        "executable": "/app.py",
        "reason": "app.py:1:<module>:ZeroDivisionError: division by zero",
        "backtrace": "app.py:1:...\n\nTraceback ...\n",
        "time": "1700000000",
        "pid": 7,
    }
    done = log(logger, "", json.dumps(sent).encode() + b"\n")
    (record,), _ = cel_lines.decode(done.stdout)
    assert {key: record[key] for key in sent} == dict(sent, time=1700000000)


@pytest.mark.parametrize(
    "text",
    [
        b"plain words\nin two lines\n",
        b"{broken json",
        b"\xff\xfe\x00 not UTF-8",
        b"[" * 100000,
        b"\n\n",
        b"0",
        b'{"a": NaN}',
        b'{"type": 5, "time": "never", "backtrace": ["x"]}',
        b'container-exception-logger - {"forged":1}\n',
    ],
    ids=["words", "broken", "bytes", "nested", "newlines", "number", "nan", "wrong-types", "forged"],
)
def test_any_bytes_become_one_valid_record(logger, text):
    done = log(logger, "", text)
    records, other = cel_lines.decode(done.stdout)
    assert other == b"status 0\n"
    (record,) = records
    for key in ("type", "executable", "reason", "backtrace"):
        assert isinstance(record[key], str) and record[key]
    assert isinstance(record["time"], int)


def test_type_and_executable_are_given_to_text_that_has_none(logger):
    done = log(logger, "--type Ruby --executable /srv/app.rb", b"boom (RuntimeError)\n\tfrom app.rb:1\n")
    (record,), _ = cel_lines.decode(done.stdout)
    assert (record["type"], record["executable"], record["reason"]) == (
        "Ruby",
        "/srv/app.rb",
        "boom (RuntimeError)",
    )
