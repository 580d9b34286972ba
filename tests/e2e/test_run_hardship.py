# SPDX-License-Identifier: Apache-2.0
"""cel-run where things lack: the same behaviour, or a line that says what is missing."""

import os
import subprocess

import cel_lines
import pytest
from launchers import CEL_RUN, compared, launcher, namespace_command

BOOTS = {
    "no /proc": "mount -t tmpfs tmpfs /proc",
    "no /run": "mount -t tmpfs -o ro tmpfs /run",
    "no descriptors to spare": "ulimit -n 12",
    "no /dev": "mount -t tmpfs tmpfs /dev",
}


def run_in(boot, *argv):
    """Runs `argv` as PID 1 after the shell has made its circumstances."""
    done = subprocess.run(
        namespace_command("sh", "-c", BOOTS[boot] + '; exec "$@"', "sh", *argv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    records, out = cel_lines.decode(done.stdout)
    return done.returncode, records, out, done.stderr


@pytest.mark.parametrize("boot", BOOTS)
def test_status_streams_and_report_are_the_same_with(boot):
    status, (record,), out, err = run_in(boot, CEL_RUN, "--", "sh", "-c", "echo out; echo err >&2; exit 3")
    assert (status, out, err) == (3, b"out\n", b"err\n")
    assert record["reason"] == "sh ended with status 3"


@pytest.mark.parametrize("boot", BOOTS)
def test_the_tail_of_stderr_is_kept_with(boot):
    script = "i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i + 1)); done; exit 3"
    status, (record,), _, err = run_in(boot, CEL_RUN, "--stderr-tail", "100", "--", "sh", "-c", script)
    assert status == 3
    assert err == b"".join(b"line %d\n" % i for i in range(2000))
    assert record["backtrace"].endswith("line 1998\nline 1999")


@pytest.mark.parametrize("boot", BOOTS)
@pytest.mark.parametrize("name", compared("tini"))
def test_signals_arrive_with(boot, name):
    script = "trap 'exit 9' USR1; kill -USR1 1; while :; do sleep 0.01; done"
    options = ["--no-report"] if name == "cel-run" else []
    assert run_in(boot, launcher(name), *options, "--", "sh", "-c", script)[0] == 9


def test_a_named_relay_that_cannot_be_is_one_line_and_the_program_runs():
    status, _, out, err = run_in("no /run", CEL_RUN, "--relay", "/run/cel", "--", "echo", "ran")
    assert (status, out) == (0, b"ran\n")
    assert err.startswith(b"cel-run: no relay: cannot make the folder /run/cel: ") and err.count(b"\n") == 1


def test_without_any_descriptor_it_says_so():
    script = 'ulimit -n 3; exec "$@"'
    done = subprocess.run(
        namespace_command("sh", "-c", script, "sh", CEL_RUN, "--", "true"),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 125
    assert done.stderr == "cel-run: cannot take signals: Too many open files (EMFILE)\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_one_else_s(closed, tmp_path):
    """A descriptor of ours must not get the number of a stream that the program was started without."""
    done = subprocess.run(
        namespace_command(
            "sh",
            "-c",
            'exec "$@" ' + closed,
            "sh",
            CEL_RUN,
            "--",
            "sh",
            "-c",
            "ls -l /proc/self/fd >%s/fds; exit 3" % tmp_path,
        ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    assert done.returncode == 3
    assert "socket" not in (tmp_path / "fds").read_text() and "signalfd" not in (tmp_path / "fds").read_text()


def test_a_log_that_nobody_reads_ends_nothing():
    """The reader of stdout and stderr is gone: the status is the program's all the same."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            namespace_command(CEL_RUN, "--", "sh", "-c", "exit 3"),
            stdin=subprocess.DEVNULL,
            stdout=gone,
            stderr=gone,
            timeout=60,
        )
    assert done.returncode == 3
