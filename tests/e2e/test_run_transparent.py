# SPDX-License-Identifier: Apache-2.0
"""A program behind cel-run is given what it would be given without."""

import os
import subprocess
import time

import pytest
from engines.bare import first_child
from launchers import CEL_RUN, namespace_command

# What a program may be started with: the shell words that come before it.
CIRCUMSTANCES = {
    "nothing special": "exec",
    "signals ignored": "exec /usr/bin/python3 -c 'import os, signal, sys; "
    "[signal.signal(each, signal.SIG_IGN) for each in (2, 10, 13, 17, 40)]; "
    "os.execv(sys.argv[1], sys.argv[1:])'",
    "all signals blocked": "exec /usr/bin/python3 -c 'import os, signal, sys; "
    "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); os.execv(sys.argv[1], sys.argv[1:])'",
    "descriptors": "exec 7</dev/null 9>&1; exec",
    "stdin closed": "exec 0<&-; exec",
    "stdout closed": "exec 5>&1 1>&-; exec",
    "limits": "ulimit -n 64; ulimit -c 0; ulimit -s 4096; exec",
    "another folder, mask and priority": "cd /usr; umask 027; exec nice -n 3",
    "environment": "export A='b c' EMPTY= CEL_DEBUG=; unset HOME; exec",
    "another user": "exec setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs --inh-caps=-all",
}


def given(observer, circumstances, *launch):
    """What the observer was given, as PID 1's child."""
    script = CIRCUMSTANCES[circumstances] + ' "$@"'
    to = ">&5" if circumstances == "stdout closed" else ""
    watch = ["sh", "-c", 'exec "$0" given ' + to, observer] if to else [observer, "given"]
    done = subprocess.run(
        namespace_command("sh", "-c", script, "sh", *launch, *watch),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if "pipe:" not in line] + [
        line.split("pipe:")[0] for line in done.stdout.splitlines() if "pipe:" in line
    ]


@pytest.mark.parametrize("options", [(), ("--grace", "1", "--wait-all")], ids=" ".join)
@pytest.mark.parametrize("circumstances", CIRCUMSTANCES)
def test_a_program_is_given_what_it_is_given_without(observer, circumstances, options):
    if os.geteuid() != 0 and circumstances == "another user":
        pytest.skip("needs root: it runs a program as another user")
    assert given(observer, circumstances, CEL_RUN, *options, "--") == given(observer, circumstances)


def test_the_tail_of_stderr_is_all_that_differs_when_it_is_kept(observer):
    with_tail = given(observer, "nothing special", CEL_RUN, "--stderr-tail", "64K", "--")
    assert with_tail == given(observer, "nothing special")  # pipes are compared as pipes


@pytest.mark.parametrize("mode", ["wb", "ab"])
def test_a_file_that_stdout_and_stderr_share_has_all_that_was_written(mode, tmp_path):
    script = "for i in 1 2 3; do echo out $i; echo err $i >&2; done"
    with open(tmp_path / "log", mode) as log:
        subprocess.run(
            namespace_command(CEL_RUN, "--stderr-tail", "1K", "--", "sh", "-c", script),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=60,
            check=True,
        )
    written = sorted((tmp_path / "log").read_text().splitlines())
    assert written == ["err 1", "err 2", "err 3", "out 1", "out 2", "out 3"]


def test_nothing_is_said_and_nothing_left_behind(tmp_path):
    before = set(os.listdir("/run"))
    done = subprocess.run(
        namespace_command(CEL_RUN, "--", "sh", "-c", "echo out; echo err >&2"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=60,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"out\n", b"err\n")
    assert set(os.listdir("/run")) <= before | {"cel"}
    assert not os.path.exists("/run/cel/cel.sock") and os.listdir(tmp_path) == []


def test_it_wakes_up_for_nothing():
    """Its thread is scheduled when something happens, and never else."""
    command = namespace_command(CEL_RUN, "--stderr-tail", "64K", "--", "sleep", "1000")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        status = "/proc/%d/status" % first_child(process)
        try:
            before = switches_at_rest(status)
            time.sleep(1.5)  # tini would be seen in it
            assert switches(status) == before
        finally:
            process.kill()  # and all in it with it


def switches_at_rest(status):
    """What `switches` is once cel-run has started and nothing more happens for a while."""
    end = time.monotonic() + 60
    seen = None
    while time.monotonic() < end:
        before, seen = seen, switches(status)
        if seen == before and "cel-run" in seen[0]:
            return seen
        time.sleep(0.3)
    raise AssertionError("cel-run does not come to rest")


def switches(status):
    with open(status) as file:
        return [line for line in file if line.startswith(("Name", "voluntary_ctxt_switches"))]
