# SPDX-License-Identifier: Apache-2.0
"""The line that the Python hook writes by itself, without the logger: where it must not write."""

import os
import subprocess
import sys

import cel_lines
import pytest

FAILS = "raise ValueError('x')\n"
# PID 1 opens its stdout as it will, gives up root or not, and starts what comes after.
PID_1 = """
import os, sys
mode, path, uid, command = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
flags = {"r": os.O_RDONLY, "w": os.O_WRONLY | os.O_APPEND, "rw": os.O_RDWR | os.O_APPEND,
         "path": 0o10000000}[mode]
ready, go = os.pipe()
child = os.fork()
if child == 0:
    os.read(ready, 1)
    os.execv(command[0], command)
opened = os.open(path, flags)
for fd in (1, 2):
    os.dup2(opened, fd)
if uid:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
os.write(go, b"x")
os.wait()
"""


@pytest.fixture
def without_logger(volume, tmp_path):
    folder = str(tmp_path / "volume")
    subprocess.run(["cp", "-a", volume, folder], check=True)
    os.unlink(os.path.join(folder, "bin", "container-exception-logger"))
    return folder


@pytest.fixture
def die(without_logger, tmp_path):
    """Has a program die below such a PID 1; what its stdout has got."""
    def run(mode, path, uid, before=""):
        isolate = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
        done = subprocess.run(
            isolate + [sys.executable, "-S", "-E", "-c", PID_1, mode, path, str(uid), sys.executable, "-c",
                       before + FAILS],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": without_logger, "CEL_VERBOSE": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        return done.stderr

    return run


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    path.write_bytes(b"")
    return path


@pytest.mark.skipif(os.geteuid() != 0, reason="only root opens the files of other users' processes")
@pytest.mark.parametrize("mode, uid, written", [
    ("w", 0, True), ("rw", 0, True), ("r", 0, False), ("path", 0, False),
    ("r", 1000, False), ("w", 1000, False), ("path", 1000, False)])
def test_root_writes_to_no_file_that_pid_1_could_not_write(mode, uid, written, die, log):
    os.chmod(str(log), 0o644)
    said = die(mode, str(log), uid)
    records, other = cel_lines.decode(log.read_bytes())
    assert (len(records), other) == (int(written), b"")
    assert (b"PID 1 itself may not write to it" in said or b"PID 1 is another user" in said) is not written


@pytest.mark.skipif(os.geteuid() != 0, reason="only root opens the files of other users' processes")
def test_root_writes_to_the_pipe_of_a_pid_1_of_another_user(die, tmp_path):
    path = str(tmp_path / "pipe")
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    die("w", path, 1000)
    assert len(cel_lines.decode(os.read(reader, 65536))[0]) == 1
    os.close(reader)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may chroot")
def test_a_folder_that_looks_like_proc_is_not_written_to(die, log, tmp_path):
    false = tmp_path / "false"
    for folder in ("proc/1/fd", "proc/1/fdinfo", "proc/self"):
        (false / folder).mkdir(parents=True)
    (false / "proc/1/root").symlink_to("/")
    target = false / "target"
    target.write_bytes(b"")
    (false / "proc/1/fd/1").symlink_to("/target")
    (false / "proc/1/fdinfo/1").write_text("pos:\t0\nflags:\t0100002\n")
    (false / "proc/1/status").write_text("Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n")
    # What it needs is loaded before: a first error that is handled.
    die("w", str(log), 0, """
import logging, os
logging.getLogger().addHandler(logging.NullHandler())
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("caught")
os.chroot(%r)
os.chdir("/")
""" % str(false))
    assert target.read_bytes() == b""
    assert len(cel_lines.decode(log.read_bytes())[0]) == 1
