# SPDX-License-Identifier: Apache-2.0
"""While cel-run reports how its program ended, it is an init all the same, and nothing costs the report."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

import cel_lines
import cost
import pytest
from engines.bare import first_child, run_bare, start_bare

CEL_RUN = pathlib.Path(__file__).resolve().parents[2] / "build" / "bin" / "cel-run"
TAIL = 256 << 10
HOSTILE = {"schemes": "://", "URLs": "http://", "quotes": "by 'x' ", "keys": "key=1,a=b,", "blanks": " ",
           "tracebacks": "Traceback (most recent call last):\n  File \"a\", line 1, in f\n",
           "panics": "panic: x\n\ngoroutine 1 [running]:\n", "dumps": "panic: x\n",
           "last words": "Error: x\n\nCaused by:\n  0: x at a.pl line 3.\n", "no UTF-8": "\\377"}


def write(text, size):
    """A command of sh that writes `text` to stderr, as often as makes `size` bytes."""
    return "yes '%s' | tr -d '\\n' | head -c %d >&2" % (text, size)


@contextlib.contextmanager
def started(*options, script, timeout="60", env=None, prefix=(), stderr=subprocess.PIPE):
    """cel-run as PID 1 of a namespace, with a log (its standard output) that is full: nobody reads it before
    read_log(). Standard error is another one, unless `stderr` is None."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, b"\n" * 4096)
    os.set_blocking(writing, True)
    process = start_bare(*prefix, CEL_RUN, *options, "--", "sh", "-c", script, stdin=subprocess.PIPE,
                         stdout=writing, stderr=stderr or writing,
                         env={"CEL_TIMEOUT": timeout, **(env or {})})
    os.close(writing)
    try:
        yield process, reading
    finally:
        process.kill()
        process.communicate()
        os.close(reading)


def read_log(reading):
    """All of the log, once whoever writes to it has ended: the records."""
    text = b""
    while True:
        piece = os.read(reading, 65536)
        if not piece:
            return cel_lines.decode(text)[0]
        text += piece


def wait_for_line(process, end):
    """Reads what cel-run and its program say up to a line that ends so."""
    for line in iter(process.stderr.readline, b""):
        if line.endswith(end + b"\n"):
            return
    raise AssertionError("nobody says %s" % end)


def wait_for(condition):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.002)
    raise AssertionError("it does not come")


def waits(pid):
    """Whether the process waits for something to happen."""
    return "poll" in pathlib.Path("/proc/%d/wchan" % pid).read_text()


def children_of(init):
    """The children of a process, but zombies, by whether they are cel-run."""
    found = {True: [], False: []}
    for child in pathlib.Path("/proc/%d/task/%d/children" % (init, init)).read_text().split():
        with contextlib.suppress(OSError):
            found[os.path.samefile("/proc/%s/exe" % child, CEL_RUN)].append(int(child))
    return found


def reporting(process):
    """Lets the program end, which waits for a line; PID 1 of the container and the process that reports."""
    init = first_child(process)
    wait_for(lambda: os.path.samefile("/proc/%d/exe" % init, CEL_RUN) and children_of(init)[False])
    process.stdin.write(b"\n")
    process.stdin.flush()
    return init, wait_for(lambda: children_of(init)[True])[0]


SURVIVOR = "(trap 'echo got TERM >&2; exit' TERM; echo ready >&2; while :; do sleep 0.01; done) & %s"


def test_a_stop_signal_reaches_what_is_left_while_nobody_reads_the_log():
    with started(script=SURVIVOR % "read go; exit 3") as (process, log):
        wait_for_line(process, b"ready")
        init, _ = reporting(process)
        os.kill(init, signal.SIGTERM)
        wait_for_line(process, b"got TERM")
        assert process.poll() is None  # it still has something to say
        (report,) = read_log(log)
        assert process.wait(60) == 3
    assert report["reason"] == "sh ended with status 3"


def test_orphans_are_reaped_while_nobody_reads_the_log():
    with started(script="(sleep 0.1) & read go; exit 3") as (process, log):
        init, reporter = reporting(process)
        wait_for(lambda: pathlib.Path("/proc/%d/task/%d/children" % (init, init)).read_text().split()
                 == [str(reporter)])
        assert len(read_log(log)) == 1


def test_it_wakes_up_for_nothing_while_the_report_waits():
    def switches(pid):
        status = pathlib.Path("/proc/%d/status" % pid).read_text()
        return int(re.search(r"^voluntary_ctxt_switches:\s(\d+)", status, re.M)[1])

    with started(script="read go; exit 3") as (process, _):
        init, _ = reporting(process)
        time.sleep(0.1)
        before = switches(init)
        time.sleep(0.5)
        assert switches(init) == before


@pytest.mark.parametrize("kills", [1, 2])
def test_a_reporter_that_is_killed_costs_nothing(kills):
    """The report was made, so that nothing of it is left out; the last one who makes it is PID 1."""
    script = write("word ", 50_000) + "; read go; exit 3"
    with started("--stderr-tail", "64K", script=script) as (process, log):
        init, reporter = reporting(process)
        for _ in range(kills):
            wait_for(lambda: waits(reporter))  # noqa: B023
            os.kill(reporter, signal.SIGKILL)
            wait_for(lambda: waits(init) and not os.path.exists("/proc/%d" % reporter))  # noqa: B023
            reporter = (children_of(init)[True] or [0])[0]
        (report,) = read_log(log)
        assert process.wait(60) == 3
    assert report["backtrace"].count("word") == 10_000


def test_a_reporter_that_gets_nowhere_is_followed_by_one_that_leaves_out_the_tail():
    script = "read go; " + write("://", 4 * TAIL) + "; exit 3"
    with started("--stderr-tail", "1M", script=script, timeout="4",
                 stderr=subprocess.DEVNULL) as (process, log):
        _, reporter = reporting(process)
        os.kill(reporter, signal.SIGSTOP)
        wait_for(lambda: not os.path.exists("/proc/%d" % reporter))
        (report,) = read_log(log)
        assert process.wait(60) == 3
    assert report["backtrace"].startswith("sh ended with status 3\n\n[the last ")
    assert report["backtrace"].endswith(" bytes of stderr are left out: there was no time for them]")


def test_the_report_is_made_where_there_can_be_no_process_for_it():
    as_nobody = ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups", "--"]
    script = write("word ", 5000) + "; prlimit --pid 1 --nproc=0:0; exit 3"
    process = start_bare(*as_nobody, CEL_RUN, "--stderr-tail", "64K", "--", "sh", "-c", script,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, _ = process.communicate(timeout=60)
    (report,) = cel_lines.decode(out)[0]
    assert process.returncode == 3
    assert report["backtrace"].count("word") == 1000


def test_a_relay_that_says_nothing_holds_up_no_signal(tmp_path):
    path = str(tmp_path / "relay.sock")
    with socket.socket(socket.AF_UNIX) as relay:
        relay.bind(path)
        relay.listen()
        script = SURVIVOR % "read go; exit 3"
        with started(script=script, env={"CEL_SOCKET": path, "CEL_SINK": "unix:" + path}) as (process, log):
            wait_for_line(process, b"ready")
            init, _ = reporting(process)
            client, _ = relay.accept()
            os.kill(init, signal.SIGTERM)
            wait_for_line(process, b"got TERM")
            client.close()
            assert [record["reason"] for record in read_log(log)] == ["sh ended with status 3"]
            assert process.wait(60) == 3


def test_what_no_sink_takes_in_time_is_lost_with_a_word_and_the_status_is_the_programs(tmp_path):
    """Not as PID 1, and with a file for stderr, which is no log."""
    beside = ["sh", "-c", '("$@" 2>"$CEL_TEST_SAID"); exit $?', "sh"]
    told = tmp_path / "said"
    with started("-s", script="exit 3", timeout="0.3", prefix=beside, stderr=None,
                 env={"CEL_TEST_SAID": str(told)}) as (process, _):
        assert process.wait(60) == 3
    assert told.read_text().startswith("cel-run: sh ended with status 3; the report of it is lost: ")


STUBBORN = "(trap '' TERM; echo ready >&2; while :; do sleep 0.01; done) & read go; exit 3"


def test_grace_kills_the_rest_when_the_report_is_delivered():
    with started("--grace", "0.1", script=STUBBORN) as (process, log):
        wait_for_line(process, b"ready")
        reporting(process)
        time.sleep(0.3)  # the time that grace gives
        assert process.poll() is None
        assert [record["reason"] for record in read_log(log)] == ["sh ended with status 3"]
        assert process.wait(60) == 3


def test_grace_kills_the_rest_when_the_time_for_the_report_is_over():
    with started("--grace", "0.1", script=STUBBORN, timeout="0.5") as (process, _):
        wait_for_line(process, b"ready")
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert process.wait(60) == 3


def test_a_writer_who_never_pauses_holds_up_no_end():
    """An orphan goes on writing to the same stderr when the program has ended."""
    script = "yes & sleep 0.1; kill -SEGV $$"
    process = start_bare(CEL_RUN, "--stderr-tail", "64K", "--", "sh", "-c", "exec 1>&2; " + script,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGSEGV
    assert len(cel_lines.decode(out)[0]) == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_memory_is_that_of_the_tail_and_8_mb_and_all_of_it_is_reported(text, tmp_path):
    for size in (TAIL, 4 * TAIL):
        log = tmp_path / "log"
        command = [str(CEL_RUN), "--stderr-tail", str(size), "--", "sh", "-c",
                   write(text, size + 1000) + "; exit 3"]
        done = cost.measured(command, env={"PATH": os.environ["PATH"], "CEL_SINK": "file:%s" % log,
                                           "CEL_TIMEOUT": "60", "TINI_SUBREAPER": "1"})
        (report,) = cel_lines.decode(log.read_bytes())[0]
        log.unlink()
        assert done.status == 3 and report["process"]["status"] == 3
        assert done.peak < size + 8 * cost.MIB


LOGGER = CEL_RUN.with_name("container-exception-logger")
OWN = """echo '{"type": "Own", "pid": '$$', "reason": "mine"}' | %s; exit 3""" % LOGGER


@pytest.mark.parametrize("command", [["sh", "-c", "exit 3"], ["sh", "-c", OWN],
                                     [CEL_RUN, "-s", "--", "sh", "-c", "exit 3"]],
                         ids=["by cel-run", "by the program", "by another cel-run"])
def test_nobody_waits_for_what_does_not_come(command, tmp_path):
    """No time runs out, in cel-run, its reporter or the logger."""
    calls = tmp_path / "calls"
    done = run_bare("strace", "-f", "-o", calls, "-e", "trace=poll,ppoll,nanosleep,clock_nanosleep",
                    CEL_RUN, "-s", "--stderr-tail", "64K", "--", *command)
    assert done.returncode == 3 and len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1
    assert not [line for line in calls.read_text().splitlines()
                if "sleep" in line or ("Timeout" in line and "poll(NULL, 0, 0)" not in line)]
