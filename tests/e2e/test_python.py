# SPDX-License-Identifier: Apache-2.0
"""The main job: a Python program dies in a real container, and its log holds the report."""

import json

import cel_lines
import pytest
from programs import inside

pytestmark = pytest.mark.engine

PROGRAM = b"""\
import sys

def share(total, people):
    rest = "the rest"
    return total / people

print("out")
print("err", file=sys.stderr)
share(7, 0)
"""

HOOKED = {"PYTHONPATH": "/opt/cel", "CEL_TIMEOUT": "60"}
CONFINED = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "1000:1000"]


def die(engine, posted, image="debian", options=(), env=HOOKED):
    """Runs PROGRAM as the container's PID 1; gives its status, the reports, and what else is in each
    stream."""
    path = inside(posted(PROGRAM))
    container = engine.run(image, "/usr/bin/python3", path, options=options, env=env)
    streams = container.streams()
    records, out = cel_lines.decode(streams.stdout)
    more, err = cel_lines.decode(streams.stderr)
    return container.wait(), records + more, out, err.replace(path.encode(), b"PATH")


def check_record(record):
    assert record["type"] == "Python3"
    assert record["executable"].startswith("/w/")
    name = record["executable"].rsplit("/", 1)[-1]
    assert record["reason"] == name + ":5:share:ZeroDivisionError: division by zero"
    assert record["backtrace"].startswith(record["reason"] + "\n\nTraceback (most recent call last):\n")
    assert "return total / people" in record["backtrace"]
    assert "Local variables in innermost frame:" in record["backtrace"]
    assert "people: 0" in record["backtrace"]
    assert isinstance(record["time"], int)


@pytest.mark.parametrize("options", [[], CONFINED], ids=["plain", "confined"])
def test_a_python_crash_comes_back_from_the_log_and_nothing_else_changes(engine, posted, options):
    status, records, out, err = die(engine, posted, options=options)
    (record,) = records
    check_record(record)
    assert (status, [], out, err) == die(engine, posted, options=options, env={})


def test_a_python_without_its_standard_library_reports_as_well(engine, posted):
    status, records, out, err = die(engine, posted, image="debian-python-minimal")
    (record,) = records
    check_record(record)
    assert (status, [], out, err) == die(engine, posted, image="debian-python-minimal", env={})


def test_the_journal_finds_the_crash_by_its_container(engine_of, posted):
    for name in ("docker journald", "podman journald"):
        engine = engine_of(name)
        path = inside(posted(PROGRAM))
        container = engine.run("debian", "/usr/bin/python3", path, env=HOOKED)
        engine.machine.run("journalctl", "--sync")
        shown = engine.machine.run(
            "journalctl", "--output", "json", "CONTAINER_NAME=" + container.name, "PRIORITY=6"
        ).stdout
        messages = "".join(json.loads(line)["MESSAGE"].rstrip("\n") + "\n" for line in shown.splitlines())
        (record,), other = cel_lines.decode(messages.encode())
        check_record(record)
        assert other == b"out\n"
