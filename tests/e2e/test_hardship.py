# SPDX-License-Identifier: Apache-2.0
"""When nobody reads, the disk is full, the logger is killed, or a program has next to nothing left."""

import fcntl
import os
import signal
import struct
import subprocess
import termios
import time

import cel_lines
import pytest
from engines.bare import Stream, first_child, run_bare, start_bare
from programs import IMPATIENCE, LOGGER, PATIENCE, inside
from reports import objects_of, report


def test_when_nobody_reads_the_pipe_the_logger_gives_up_with_status_3(logger, posted):
    stream, own = Stream(), Stream().drain()
    script = "%s <%s 2>&%d; echo status $? >&%d" % (
        logger, posted(report(size=200000)), own.writing_end, own.writing_end,
    )
    start_bare(
        "bash", "-c", script, env=IMPATIENCE, stdin=subprocess.DEVNULL, stdout=stream.writing_end,
        stderr=stream.writing_end, pass_fds=[own.writing_end],
    ).wait()
    said = own.finish().decode()
    assert said.endswith("status 3\n")
    assert "PID 1's stdout: nobody reads it: it stayed full up to the deadline" in said
    assert objects_of(stream.finish())


def test_a_pipe_that_is_read_late_but_in_time_gets_everything(logger, posted):
    sent = report(size=200000)
    stream = Stream()
    process = start_bare(
        "sh", "-c", "%s <%s; echo status $?" % (logger, posted(sent)), env=PATIENCE, stdin=subprocess.DEVNULL,
        stdout=stream.writing_end, stderr=stream.writing_end,
    )
    wait_until_full(stream)
    stream.drain()
    process.wait()
    assert cel_lines.decode(stream.finish()) == ([sent], b"status 0\n")


def test_a_python_program_that_nobody_listens_to_dies_as_it_would_have(volume):
    stream, own = Stream(), Stream().drain()
    fill(stream)
    program = "import sys; print('last words', file=sys.stderr); 1/0"
    argv = [
        "bash",
        "-c",
        '/usr/bin/python3 -c "$0" 2>&%d; echo status $? >&%d' % (own.writing_end, own.writing_end),
    ]
    start_bare(
        *argv, program, env=dict(IMPATIENCE, PYTHONPATH=volume), stdin=subprocess.DEVNULL,
        stdout=stream.writing_end, stderr=stream.writing_end, pass_fds=[own.writing_end],
    ).wait()
    without_us = subprocess.run(["/usr/bin/python3", "-c", program], stderr=subprocess.PIPE).stderr
    assert own.finish() == without_us + b"status 1\n"


@pytest.mark.parametrize("grace", [0, 1, 5, 20])
def test_a_logger_that_is_killed_midway_leaves_whole_lines_and_the_next_report_is_whole(
    logger, posted, grace
):
    # The pipe's reader stops after so many lines: the logger is in the midst of the parts when the kill
    # comes.
    stream = Stream()
    lost, sent = report(1, 900000), report(2)
    script = "%s <%s & echo $!; wait; %s <%s" % (logger, posted(lost), logger, posted(sent))
    process = start_bare(
        "bash", "-c", script, env=PATIENCE, stdin=subprocess.DEVNULL, stdout=stream.writing_end,
        stderr=subprocess.DEVNULL,
    )
    wait_until_full(stream)
    taken = b"".join(os.read(stream.reading_end, 4096) for _ in range(grace))
    wait_until_full(stream)
    kill_inside(process, logger)
    stream.drain()
    process.wait()
    data = taken + stream.finish()
    lines = objects_of(data[data.index(b"\n") + 1 :])
    head, last = lines[0], lines[-1]
    assert {key: head[key] for key in ("type", "executable", "reason", "time")} == {
        key: lost[key] for key in ("type", "executable", "reason", "time")
    }
    assert head["cel"]["bytes"] == 900000
    assert last == sent


def test_without_a_free_file_descriptor_the_inherited_stderr_takes_the_report(logger, posted):
    sent = report(size=9000)
    script = "ulimit -n 3; %s; echo status $?" % logger
    with open(posted(sent), "rb") as file:
        process = start_bare(
            "bash", "-c", script, env=PATIENCE, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        stdout, stderr = process.communicate()
    assert stdout == b"status 0\n"
    assert cel_lines.decode(stderr) == ([sent], b"")


def test_without_proc_the_inherited_stderr_takes_the_report(logger, posted):
    sent = report(size=9000)
    script = "mount -t tmpfs tmpfs /proc && %s <%s; echo status $?" % (logger, posted(sent))
    done = run_bare("sh", "-c", script, env=PATIENCE)
    assert done.stdout == b"status 0\n"
    assert cel_lines.decode(done.stderr) == ([sent], b"")


def test_a_program_that_closed_all_its_streams_still_delivers_to_pid_1(logger, posted):
    sent = report(size=9000)
    script = "%s <%s >&- 2>&-; echo status $?" % (logger, posted(sent))
    done = run_bare("bash", "-c", script, env=PATIENCE)
    assert cel_lines.decode(done.stdout) == ([sent], b"status 0\n")


# PID 1's log is on a disk of 64 KB with $2 bytes left for it.
FULL_DISK = """
    mount -t tmpfs -o size=64k tmpfs "$1"
    echo from yesterday >"$1/log"
    exec >>"$1/log"
    head -c 65536 /dev/zero >"$1/ballast" 2>/dev/null
    truncate -s -4096 "$1/ballast"
    head -c 4096 /dev/zero >>"$1/log"
    printf '%*s\\n' $((4096 - 16 - $2)) ''
"""


@pytest.mark.parametrize("free", [0, 1, 100, 3000])
def test_on_a_full_disk_the_next_sink_gets_the_report_and_the_log_keeps_objects_of(
    logger, posted, tmp_path, free
):
    sent = report(size=9000)
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    script = (
        FULL_DISK
        + """
        cp "$1/log" "$3.before"
        "$4" <"$5"
        echo status $? >&2
        rm "$1/ballast"
        echo next line
        cp "$1/log" "$3"
    """
    )
    done = run_bare(
        "bash", "-c", script, "bash", disk, free, kept, logger, posted(sent), env={"CEL_TIMEOUT": "1"}
    )
    assert cel_lines.decode(done.stderr) == ([sent], b"status 0\n")
    before, after = (tmp_path / "kept.before").read_bytes(), kept.read_bytes()
    assert before.startswith(b"from yesterday\n") and after.startswith(before)
    assert b"next line" in after.splitlines()


def test_a_disk_that_gets_room_in_time_gets_the_whole_report(logger, posted, tmp_path):
    sent = report(size=9000)
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    script = (
        FULL_DISK
        + """
        { sleep 0.3; rm "$1/ballast"; } &
        "$4" <"$5"
        echo status $?
        wait
        cp "$1/log" "$3"
    """
    )
    done = run_bare("bash", "-c", script, "bash", disk, 100, kept, logger, posted(sent), env=PATIENCE)
    assert cel_lines.decode(kept.read_bytes() + done.stderr)[0] == [sent]


def fill(stream):
    """Writes into the pipe until it takes no more."""
    os.set_blocking(stream.writing_end, False)
    for size in (65536, 1):
        try:
            while True:
                os.write(stream.writing_end, b"." * size)
        except BlockingIOError:
            pass
    os.set_blocking(stream.writing_end, True)


def wait_until_full(stream):
    """Waits until what the pipe holds grows no more: its writer is stuck."""
    held, since = -1, 0
    while since < 10:
        now = struct.unpack("i", fcntl.ioctl(stream.reading_end, termios.FIONREAD, b"\0" * 4))[0]
        since = since + 1 if now == held and now > 32768 else 0
        held = now
        time.sleep(0.02)


def kill_inside(process, program):
    """Sends SIGKILL to the one process in the container that runs `program`."""
    space = os.readlink("/proc/%d/ns/pid" % first_child(process))
    name = os.path.basename(program)[:15]
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/comm" % pid) as comm:
                if comm.read().strip() == name and os.readlink("/proc/%s/ns/pid" % pid) == space:
                    found.append(int(pid))
        except OSError:
            continue
    assert len(found) == 1
    os.kill(found[0], signal.SIGKILL)


@pytest.mark.engine
def test_an_engine_that_stopped_reading_costs_the_report_and_nothing_else(engine_of, posted):
    # conmon, which reads the container's pipes, is stopped while the report is written.
    engine = engine_of("podman k8s-file")
    lost, sent = report(1, 200000), report(2)
    script = """
        wait_for() {{ until [ -e /tmp/$1 ]; do sleep 0.02; done; }}
        wait_for stopped; {0} <{1} 2>/dev/null; echo $? >/tmp/status
        wait_for going; {0} <{2}
    """.format(
        LOGGER,
        *[inside(posted(r)) for r in (lost, sent)],
    )
    container = engine.start("debian", "bash", "-c", script, env=IMPATIENCE)
    conmon = container.inspect()["State"]["ConmonPid"]
    engine.machine.run("kill", "-STOP", conmon)
    tell = "touch /tmp/stopped; until [ -s /tmp/status ]; do sleep 0.02; done; cat /tmp/status"
    assert container.exec("sh", "-c", tell).stdout == b"3\n"
    engine.machine.run("kill", "-CONT", conmon)
    container.exec("touch", "/tmp/going")
    assert container.wait() == 0
    objects = objects_of(container.streams().stdout)
    assert objects[0]["reason"] == lost["reason"]
    assert objects[-1] == sent
