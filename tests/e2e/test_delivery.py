# SPDX-License-Identifier: Apache-2.0
"""A bare PID 1, whatever its streams are and whoever runs: the report arrives, and nothing else changes.

dash, Debian's sh, redirects its own streams while a command with a redirection runs; here only standard
input is.
"""

import os
import pty
import socket
import subprocess

import cel_lines
import pytest
from engines.bare import beside_command, run_bare, start_bare
from programs import AS_UID_1000, PATIENCE, read_terminal
from reports import report, text_of


def test_the_report_goes_to_the_stdout_of_pid_1_between_its_own_lines(logger, posted):
    sent = report()
    done = run_bare("sh", "-c", "echo before; %s <%s; echo status $?" % (logger, posted(sent)), env=PATIENCE)
    assert cel_lines.decode(done.stdout) == ([sent], b"before\nstatus 0\n")
    assert done.stderr == b""


def test_a_line_that_the_program_left_unfinished_stays_whole(logger, posted):
    sent = report()
    script = "printf 'working... '; %s <%s; echo done" % (logger, posted(sent))
    done = run_bare("sh", "-c", script, env=PATIENCE)
    assert cel_lines.decode(done.stdout) == ([sent], b"working... done\n")


def test_a_report_of_a_megabyte_arrives_whole(logger, posted):
    sent = report(size=1000000)
    done = run_bare("sh", "-c", "%s <%s" % (logger, posted(sent)), env=PATIENCE)
    assert done.returncode == 0
    assert cel_lines.decode(done.stdout) == ([sent], b"")


def test_several_reports_on_standard_input_are_several_records(logger, posted):
    sent = [report(1), report(2, 9000), report(3)]
    lines = b"".join(text_of(one) + b"\n" for one in sent)
    done = run_bare("sh", "-c", "%s <%s" % (logger, posted(lines)), env=PATIENCE)
    assert done.returncode == 0
    assert cel_lines.decode(done.stdout) == (sent, b"")


def test_a_program_that_dropped_root_delivers_though_pid_1_is_out_of_its_reach(logger, posted, as_root):
    sent = report()
    done = run_bare(
        "sh", "-c", "%s %s <%s; echo status $?" % (AS_UID_1000, logger, posted(sent)), env=PATIENCE
    )
    records, own = cel_lines.decode(done.stderr)
    assert (records, own) == ([sent], b"")
    assert done.stdout == b"status 0\n"


def test_in_a_user_namespace_of_its_own_a_program_delivers(logger, posted):
    sent = report()
    done = run_bare("unshare", "--user", "sh", "-c", "%s <%s; exit $?" % (logger, posted(sent)), env=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert cel_lines.decode(done.stdout + done.stderr) == ([sent], b"")


def test_a_log_file_is_appended_to(logger, posted, tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"from yesterday\n")
    sent = report(size=9000)
    with open(log, "ab") as file:
        run_bare_into(file, "sh", "-c", "echo before; %s <%s; echo after" % (logger, posted(sent)))
    assert cel_lines.decode(log.read_bytes()) == ([sent], b"from yesterday\nbefore\nafter\n")


def test_a_log_file_that_pid_1_did_not_open_for_appending_keeps_both_its_lines_and_ours(
    logger, posted, tmp_path
):
    log = tmp_path / "log"
    sent = report(size=9000)
    with open(log, "wb") as file:
        run_bare_into(file, "sh", "-c", "echo before; %s <%s; echo after" % (logger, posted(sent)))
    assert cel_lines.decode(log.read_bytes()) == ([sent], b"before\nafter\n")


def test_a_socket_that_pid_1_got_for_its_streams_takes_the_report(logger, posted):
    ours, theirs = socket.socketpair()
    sent = report(size=9000)
    with ours:
        with theirs:
            process = start_bare(
                "sh", "-c", "%s <%s; echo status $?" % (logger, posted(sent)), env=PATIENCE,
                stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
            )
        data = b"".join(iter(lambda: ours.recv(65536), b""))
        process.wait()
    assert cel_lines.decode(data) == ([sent], b"status 0\n")


@pytest.mark.parametrize("size", [1000, 200000])
def test_a_terminal_gets_every_line_whole(logger, posted, size):
    ours, theirs = pty.openpty()
    sent = report(size=size)
    process = start_bare(
        "sh", "-c", "echo before; %s <%s; echo status $?" % (logger, posted(sent)), env=PATIENCE,
        stdin=theirs, stdout=theirs, stderr=theirs,
    )
    os.close(theirs)
    data = read_terminal(ours)
    process.wait()
    # The terminal turns each newline into two characters, which all readers of a container's terminal know.
    assert cel_lines.decode(data) == ([sent], b"before\nstatus 0\n")


def test_pid_1_of_a_shared_process_namespace_is_passed_over_for_the_programs_own_stderr(
    logger, posted, as_root
):
    # As in a pod: PID 1 is a pause container with streams that nobody reads, the program has its own.
    sent = report()
    with start_bare(
        "sh", "-c", "echo up; exec sleep infinity", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as pause:
        assert pause.stdout.readline() == b"up\n"
        script = "%s <%s; echo status $?" % (logger, posted(sent))
        done = subprocess.run(
            beside_command(pause, "sh", "-c", script), env=dict(os.environ, **PATIENCE),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        pause.kill()
        assert pause.stdout.read() + pause.stderr.read() == b""
    assert done.stdout == b"status 0\n"
    assert cel_lines.decode(done.stderr) == ([sent], b"")


def run_bare_into(file, *argv):
    status = start_bare(*argv, env=PATIENCE, stdin=subprocess.DEVNULL, stdout=file, stderr=file).wait()
    assert status == 0
