# SPDX-License-Identifier: Apache-2.0
"""A program that reads another's stderr or stdout never finds a line of ours in it."""

import json
import os
import tempfile

import cel_lines
import pytest
from engines.bare import run_bare
from programs import AS_UID_1000, PATIENCE
from reports import report

# Runs its arguments, captures both streams, and prints what it got as one line of JSON.
PARENT = """
import json, subprocess, sys
child = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, text=True)
print(json.dumps([child.returncode, child.stdout, child.stderr]))
"""
DROP = "import os; os.setgroups([]); os.setgid(1000); os.setuid(1000)"

# The parent's command: what PID 1 started as root, dropped root for it, or what dropped root by itself. The
# kernel lets nobody but root look at the streams of the last.
PARENTS = {
    "root": ["/usr/bin/python3", "-c", PARENT],
    "another user": [*AS_UID_1000.split(), "/usr/bin/python3", "-c", PARENT],
    "one that dropped root": ["/usr/bin/python3", "-c", DROP + PARENT],
}

# What the parent runs: a program which says something, whose death is reported, and which exits with 3.
PROGRAM = "echo out; echo err >&2; %s <%s; exit 3"


@pytest.fixture
def spool(ground):
    """A folder that everybody may write to."""
    folder = tempfile.mkdtemp(dir=ground)
    os.chmod(folder, 0o777)
    return folder


def run_captured(parent, *argv, **options):
    """Runs `argv` under one of PARENTS; gives the reports in PID 1's stdout and what the parent got."""
    done = run_bare("sh", "-c", '"$@"; exit $?', "sh", *PARENTS[parent], *argv, **options)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    records, said = cel_lines.decode(done.stdout)
    return records, json.loads(said)


def test_what_a_parent_captures_stays_clean_and_the_report_goes_to_pid_1(logger, posted):
    sent = report()
    records, got = run_captured("root", "sh", "-c", PROGRAM % (logger, posted(sent)), env=PATIENCE)
    assert got == [3, "out\n", "err\n"]
    assert records == [sent]


@pytest.mark.parametrize("parent", ["another user", "one that dropped root"])
def test_when_pid_1_is_out_of_reach_the_captured_streams_are_not_used_instead(
    logger, posted, as_root, spool, parent
):
    sent = report()
    records, got = run_captured(
        parent, "sh", "-c", PROGRAM % (logger, posted(sent)), env=dict(PATIENCE, CEL_SPOOL=spool)
    )
    assert got == [3, "out\n", "err\n"]
    assert records == []
    (kept,) = os.listdir(spool)
    with open(os.path.join(spool, kept), "rb") as file:
        assert cel_lines.decode(file.read()) == ([sent], b"")


@pytest.mark.parametrize("redirection", ["2>&1", "2>/dev/null", "| cat", "2>&1 | cat"])
def test_what_a_shell_substitutes_or_pipes_stays_clean(logger, posted, redirection):
    sent = report()
    script = 'got=$(sh -c "$0" %s); echo "got $got"' % redirection
    done = run_bare("bash", "-c", script, PROGRAM % (logger, posted(sent)), env=PATIENCE)
    records, said = cel_lines.decode(done.stdout)
    assert records == [sent]
    assert said == (b"got out\nerr\n" if "2>&1" in redirection else b"got out\n")
    assert cel_lines.TAG not in done.stderr


def test_what_a_captured_python_program_says_is_what_it_says_without_us(volume):
    program = "import sys; sys.stdout.write('half'); sys.stderr.write('warning'); {}['key']"
    argv = ["/usr/bin/python3", "-c", program]
    records, got = run_captured("root", *argv, env=dict(PATIENCE, PYTHONPATH=volume))
    assert got == run_captured("root", *argv)[1]
    assert [record["reason"].split(":")[-2:] for record in records] == [["KeyError", " 'key'"]]
