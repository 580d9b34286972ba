# SPDX-License-Identifier: Apache-2.0
"""What becomes of the processes that a program leaves: orphans, and those that outlive it."""

import os
import signal
import subprocess
import sys
import time

import cel_lines
import pytest
from engines.bare import first_child
from launchers import CEL_RUN, OTHERS, compared, launcher, namespace_command, run

# Ends once nothing is left but itself and PID 1: zombies count as well (kill(2) finds them).
ORPHANS = """
import os, sys, time
for _ in range(int(sys.argv[1]) // 100):
    if os.fork() == 0:
        for _ in range(100):
            if os.fork() == 0:
                os._exit(0)
        os._exit(0)
    os.wait()
end = time.monotonic() + 60
while time.monotonic() < end:
    try:
        os.kill(-1, 0)
    except ProcessLookupError:
        print("all are reaped")
        break
    time.sleep(0.01)
"""
# One that a program leaves behind: ignores TERM or not, and says how it ends.
LEFT = """
sh -c 'trap "%s" TERM; touch %s; while :; do sleep 0.01; done' &
while [ ! -e %s ]; do sleep 0.01; done
exit %d
"""


@pytest.mark.parametrize("name", compared(*OTHERS))
def test_orphans_are_reaped_by_the_thousand(name):
    assert run(launcher(name), "--", "/usr/bin/python3", "-c", ORPHANS, "5000").stdout == "all are reaped\n"


# An orphan's parent, and whom the shell was started by.
ADOPTED = """
orphan=$(sh -c 'sleep 60 >/dev/null & echo $!')
cut -d' ' -f4 /proc/$orphan/stat
echo $PPID
kill -KILL $orphan
"""


@pytest.mark.parametrize("name", compared("tini"))
@pytest.mark.parametrize("options, variables", [(["-s"], {}), ([], {"TINI_SUBREAPER": ""})])
def test_a_subreaper_adopts_orphans_without_being_pid_1(name, options, variables):
    command = [launcher(name), *options, "--", "sh", "-c", ADOPTED]
    done = run("sh", "-c", '"$@"; exit $?', "sh", *command, env=dict(os.environ, **variables))
    adopted_by, parent = done.stdout.split()
    assert adopted_by == parent != "1"


def test_whom_it_reaps_is_said_when_asked():
    said = run(CEL_RUN, "-w", "--", "sh", "-c", "sh -c 'true &'; sleep 0.5").stderr
    assert "cel-run: reaped process " in said


@pytest.mark.parametrize("name", compared("tini"))
def test_who_is_not_pid_1_and_adopts_nobody_says_so(name):
    done = subprocess.run(
        [launcher(name), "true"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert done.returncode == 0 and "-s" in done.stderr


def test_whoever_adopts_already_is_not_told_to():
    subreaper = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
os.execv(sys.argv[1], sys.argv[1:])
"""
    done = subprocess.run([sys.executable, "-S", "-E", "-c", subreaper, CEL_RUN, "true"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")


def left(tmp_path, on_term, status=0):
    mark = tmp_path / "ready"
    return ["sh", "-c", LEFT % (on_term, mark, mark, status)]


def test_wait_all_waits_for_what_is_left(tmp_path):
    script = "sh -c 'sleep 0.5; echo last' & echo first; exit 7"
    done = run(CEL_RUN, "--no-report", "--wait-all", "--", "sh", "-c", script)
    assert (done.returncode, done.stdout) == (7, "first\nlast\n")


def test_without_it_what_is_left_ends_with_the_program():
    done = run(CEL_RUN, "--", "sh", "-c", "sh -c 'sleep 60; echo last' & echo first")
    assert (done.returncode, done.stdout) == (0, "first\n")


def test_grace_lets_the_rest_end_by_itself(tmp_path):
    done = run(CEL_RUN, "--grace", "60", "--", *left(tmp_path, "echo asked; exit"))
    assert (done.returncode, done.stdout) == (0, "asked\n")


def test_grace_ends_those_that_ignore_term(tmp_path):
    begun = time.monotonic()
    done = run(CEL_RUN, "--no-report", "--grace", "300ms", "--", *left(tmp_path, "echo asked", status=5))
    assert done.returncode == 5
    assert set(done.stdout.split()) == {"asked"}
    assert time.monotonic() - begun >= 0.3  # a lower bound


@pytest.mark.parametrize("options", [["-g"], ["-s"], ["-g", "-s"]], ids=" ".join)
def test_grace_asks_the_rest_of_the_group_once_where_it_is_not_pid_1(options, tmp_path):
    """Without -s what is left is no child of cel-run."""
    counts = "trap 'echo asked' TERM; touch %s; i=0; while [ $i -lt 50 ]; do sleep 0.01; i=$((i + 1)); done"
    mark = tmp_path / "ready"
    script = "sh -c \"$0\" & while [ ! -e %s ]; do sleep 0.01; done" % mark
    done = subprocess.run([CEL_RUN, *options, "--grace", "60", "--", "sh", "-c", script, counts % mark],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          timeout=60)
    assert (done.returncode, done.stdout) == (0, b"asked\n")


@pytest.mark.parametrize("subreaper", [False, True], ids=["PID 1", "subreaper"])
def test_grace_ends_a_program_that_ignores_term_and_its_children(subreaper):
    script = "trap '' TERM; sh -c 'while :; do sleep 0.01; done' & echo ready; while :; do sleep 0.01; done"
    command = [CEL_RUN, *(["-s"] if subreaper else []), "--grace", "300ms", "--", "sh", "-c", script]
    with subprocess.Popen(
        command if subreaper else namespace_command(*command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        if subreaper:
            process.send_signal(signal.SIGTERM)
        else:
            os.kill(first_child(process), signal.SIGTERM)
        rest = process.stdout.read()  # to the end: nobody is left who has it open
        assert process.wait() == 137
    if not subreaper:
        (record,), _ = cel_lines.decode(rest.encode())
        assert record["reason"] == ("sh was killed by cel-run (SIGKILL): it had not ended in the 0.3 s that "
                                    "--grace gives")
        assert record["process"]["killed_after"] == 0.3


def test_signals_go_to_what_is_left():
    """While --wait-all waits, who is asked to end are the others."""
    script = "sh -c 'trap \"echo asked; exit\" TERM; echo ready; while :; do sleep 0.01; done' & exit 0"
    with subprocess.Popen(
        namespace_command(CEL_RUN, "--wait-all", "--", "sh", "-c", script),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)  # for the program to have ended
        os.kill(first_child(process), signal.SIGTERM)
        assert process.stdout.read() == "asked\n"
        assert process.wait() == 0
