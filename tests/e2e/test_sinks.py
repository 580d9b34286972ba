# SPDX-License-Identifier: Apache-2.0
"""Where a user says that reports go, and the order of places when nothing is said."""

import os
import pty
import subprocess

import cel_lines
import pytest
from engines.bare import Stream, run_bare, start_bare
from programs import AS_UID_1000, PATIENCE, read_terminal
from relay import Relay
from reports import report, text_of

SIZES = pytest.mark.parametrize("size", [1000, 9000])


@SIZES
@pytest.mark.parametrize("named", [{"option": "--sink stderr"}, {"CEL_SINK": "stderr"}])
def test_stderr_is_that_of_pid_1(logger, posted, size, named):
    sent = report(size=size)
    named = dict(named)
    script = "%s %s <%s" % (logger, named.pop("option", ""), posted(sent))
    done = run_bare("sh", "-c", script, env=dict(PATIENCE, **named))
    assert (done.returncode, done.stdout) == (0, b"")
    assert cel_lines.decode(done.stderr) == ([sent], b"")


@SIZES
def test_fd_n_is_a_file_descriptor_that_the_logger_inherits(logger, posted, size):
    sent = report(size=size)
    stream = Stream()
    process = start_bare(
        "sh", "-c", "%s --sink fd:%d <%s" % (logger, stream.writing_end, posted(sent)), env=PATIENCE,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        pass_fds=[stream.writing_end],
    )
    assert (process.communicate()[0], process.returncode) == (b"", 0)
    assert cel_lines.decode(stream.finish()) == ([sent], b"")


@SIZES
def test_file_is_appended_to(logger, posted, size, tmp_path):
    sent = report(size=size)
    log = tmp_path / "log"
    log.write_bytes(b"from yesterday\n")
    done = run_bare("sh", "-c", "%s --sink file:%s <%s" % (logger, log, posted(sent)), env=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert cel_lines.decode(log.read_bytes()) == ([sent], b"from yesterday\n")


@SIZES
def test_unix_is_a_relay_which_gets_the_record_on_one_line(logger, posted, size, tmp_path):
    sent = report(size=size)
    with Relay(tmp_path / "cel.sock") as relay:
        done = run_bare(
            "sh", "-c", "%s --sink unix:%s <%s" % (logger, relay.path, posted(sent)), env=PATIENCE
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert relay.received == [text_of(sent) + b"\n"]


def test_a_relay_that_refuses_is_passed_over(logger, posted, tmp_path):
    sent = report()
    with Relay(tmp_path / "cel.sock", answer=b"error the log is full\n") as relay:
        done = run_bare(
            "sh", "-c", "%s --verbose --sink unix:%s <%s" % (logger, relay.path, posted(sent)), env=PATIENCE
        )
    assert done.returncode == 0
    assert cel_lines.decode(done.stdout) == ([sent], b"")
    assert b"error the log is full" in done.stderr


@SIZES
def test_console_is_the_containers_terminal(logger, posted, size):
    sent = report(size=size)
    ours, theirs = pty.openpty()
    script = 'mount --bind "$0" /dev/console && %s --sink console <%s' % (logger, posted(sent))
    process = start_bare(
        "sh", "-c", script, os.ttyname(theirs), env=PATIENCE, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    said = process.communicate()[0]
    os.close(theirs)
    assert (said, process.returncode) == (b"", 0)
    assert cel_lines.decode(read_terminal(ours)) == ([sent], b"")


def test_a_named_sink_that_cannot_be_opened_is_passed_over_for_the_usual_ones(logger, posted):
    sent = report()
    for sink in ("file:/no/such/folder/log", "unix:/no/such.sock", "fd:77", "journal", "console"):
        done = run_bare("sh", "-c", "%s --sink %s <%s" % (logger, sink, posted(sent)), env=PATIENCE)
        assert done.returncode == 0
        assert cel_lines.decode(done.stdout) == ([sent], b"")


def test_the_relays_socket_beside_the_logger_or_in_run_cel_is_found(volume, posted, as_root):
    sent = report()
    os.makedirs(os.path.join(volume, "run"), exist_ok=True)
    script = "%s %s/bin/container-exception-logger <%s; exit $?" % (AS_UID_1000, volume, posted(sent))
    with Relay(os.path.join(volume, "run", "cel.sock")) as relay:
        done = run_bare("sh", "-c", script, env=PATIENCE)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        elsewhere = (
            """
            mkdir /run/cel /run/bin && mount --bind "$0" /run/cel && cp "$1" /run/bin/logger
            %s /run/bin/logger <"$2"; exit $?
        """
            % AS_UID_1000
        )
        done = run_bare(
            "sh", "-c", elsewhere, os.path.dirname(relay.path),
            os.path.join(volume, "bin", "container-exception-logger"), posted(sent), env=PATIENCE,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert relay.received == [text_of(sent) + b"\n"] * 2


def test_the_spool_folder_keeps_what_nothing_else_takes(logger, posted, tmp_path):
    sent = report(size=9000)
    script = "%s <%s; echo status $? >&2" % (logger, posted(sent))
    kept = tmp_path / "spool"
    kept.mkdir()
    start_bare(
        "sh", "-c", script, env=dict(PATIENCE, CEL_SPOOL=str(kept)), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ).wait()
    files = list(kept.iterdir())
    assert len(files) == 1
    assert cel_lines.decode(files[0].read_bytes()) == ([sent], b"")


def test_without_any_sink_the_status_is_2_and_each_sink_gets_a_sentence(logger, posted, as_root, tmp_path):
    # What the logger says goes to a file, which is never taken for the container's log.
    said = tmp_path / "said"
    script = "%s %s <%s 2>>%s; echo status $? >>%s" % (AS_UID_1000, logger, posted(report()), said, said)
    start_bare(
        "bash", "-c", script, env=PATIENCE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).wait()
    text = said.read_text()
    assert text.endswith("\nstatus 2\n")
    assert "PID 1 runs as uid 0 gid 0, this program as uid 1000 gid 1000" in text
    for sink in (
        "PID 1's stdout", "PID 1's stderr", "the relay", "the inherited stderr", "the inherited stdout",
        "the journal", "/dev/console",
    ):
        assert "container-exception-logger: " + sink in text
