# SPDX-License-Identifier: Apache-2.0
"""The line that the Python hook writes by itself, without the logger: where it must not write, and that it is
written after a chroot, without the volume, and where system calls are denied."""

import errno
import os
import subprocess
import sys
import time

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


# By machine: the numbers of system calls, as a kernel or a container's profile may deny them.
CALLS = {
    "x86_64": {"fork": [56, 57, 58, 435], "execve": [59, 322], "pipe": [22, 293], "stat": [4, 5, 6, 262, 332],
               "poll": [7, 271], "wait": [61, 247], "read": [0, 17, 19], "open": [2, 257, 437], "fcntl": [72],
               "list": [78, 217], "sigtimedwait": [128], "sleep": [35, 230], "readlink": [89, 267],
               "pwritev2": [328], "mask": [14]},
    "aarch64": {"fork": [220, 435], "execve": [221, 281], "pipe": [59], "stat": [79, 80, 291], "poll": [73],
                "wait": [95, 260], "read": [63, 65, 67], "open": [56, 437], "fcntl": [25], "list": [61],
                "sigtimedwait": [137], "sleep": [101, 115], "readlink": [78], "pwritev2": [287],
                "mask": [135]},
}[os.uname()[4]]
DENIED = """
import ctypes, struct
prctl = ctypes.CDLL(None).prctl
def deny(calls, error):
    code = [(0x20, 0, 0, 0)]  # load the number of the call; those are denied
    code += [(0x15, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    code += [(0x06, 0, 0, 0x7fff0000), (0x06, 0, 0, 0x00050000 + error)]
    data = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in code))
    assert prctl(38, 1, 0, 0, 0) == 0
    assert prctl(22, 2, struct.pack("HP", len(code), ctypes.addressof(data)), 0, 0) == 0
def work(): return 1 / 0
"""
HANDLED = """
import logging
logging.getLogger().addHandler(logging.NullHandler())
deny({calls}, {error})
try:
    work()
except ZeroDivisionError:
    logging.exception("caught")
"""
FATAL = "deny({calls}, {error})\nwork()\n"


@pytest.fixture
def in_container(volume):
    """Runs a program below a PID 1 whose stdout is a pipe; what came of it, with its reports."""
    def run(source, **env):
        isolate = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
        if os.geteuid() != 0:
            isolate += ["--user", "--map-root-user"]
        done = subprocess.run(
            isolate + ["sh", "-c", '"$@"; echo "status $?"', "sh", sys.executable, "-c", source],
            env=dict({"PATH": "/usr/bin:/bin", "PYTHONPATH": volume, "CEL_TIMEOUT": "2"}, **env),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        return cel_lines.decode(done.stdout) + (done.stderr,)

    return run


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS], ids=["EPERM", "ENOSYS"])
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("source, status", [(HANDLED, 0), (FATAL, 1)], ids=["handled", "fatal"])
def test_a_report_is_written_whatever_call_is_denied(source, status, name, error, in_container):
    reports, other, said = in_container(DENIED + source.format(calls=CALLS[name], error=error))
    assert other == b"status %d\n" % status
    assert {each["reason"].partition(": ")[0] for each in reports} == {"<string>:11:work:ZeroDivisionError"}
    assert said.count(b"Traceback") == status


CHROOT = """
import os, tempfile
def work(): return 1 / 0
%s
"""
LEAVE = "os.chroot(tempfile.mkdtemp()); os.chdir('/')\n"
LOAD = """
import logging
logging.getLogger().addHandler(logging.NullHandler())
try:
    int("x")
except ValueError:
    logging.exception("caught")
"""


@pytest.mark.parametrize("before, reasons", [("", 1), (LOAD, 2)], ids=["not yet loaded", "loaded"])
def test_after_a_chroot_the_head_of_a_report_is_written(before, reasons, in_container):
    reports, other, said = in_container(CHROOT % (before + LEAVE + "work()\n"), CEL_VERBOSE="1")
    assert other == b"status 1\n"
    assert len(reports) == reasons
    assert reports[-1]["reason"].startswith("<string>:3:work:ZeroDivisionError")
    assert "in work" in reports[-1]["backtrace"]
    assert "pid" in reports[-1] and "time" in reports[-1]
    assert said.count(b"container-exception-logger: ") >= 1


def test_after_the_volume_is_deleted_the_head_of_a_report_is_written(in_container, volume, tmp_path):
    copy = str(tmp_path / "volume")
    subprocess.run(["cp", "-a", volume, copy], check=True)
    reports, other, said = in_container(
        "import shutil\nshutil.rmtree(%r)\ndef work(secret='s'): raise ValueError(secret)\nwork()\n" % copy,
        PYTHONPATH=copy)
    assert other == b"status 1\n"
    assert [each["reason"] for each in reports] == ["<string>:3:work:ValueError"]
    assert b"container-exception-logger" not in said


SETNS = """
import ctypes, os
def work(): return 1 / 0
try:
    int("x")
except ValueError:
    import logging
    logging.getLogger().addHandler(logging.NullHandler())
    logging.exception("caught")
target = os.open("/proc/%s/ns/mnt", os.O_RDONLY)
assert ctypes.CDLL(None, use_errno=True).setns(target, 0) == 0
work()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may enter other namespaces")
def test_after_a_setns_nothing_is_written_to_another_containers_log(without_logger, tmp_path):
    """A program enters the mounts of a container with processes of its own."""
    theirs = tmp_path / "theirs"
    isolate = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
    with open(str(theirs), "wb") as log:
        other = subprocess.Popen(isolate + ["sh", "-c", "echo $$; exec sleep 60"], stdout=log, stderr=log)
    try:
        while not theirs.read_bytes():
            time.sleep(0.01)
        with open("/proc/%d/task/%d/children" % (other.pid, other.pid)) as children:
            pid = children.read().strip()
        # With the host's /proc, which knows the other's processes.
        done = subprocess.run(
            ["unshare", "--fork", "--pid", "sh", "-c", '"$@"', "sh", sys.executable, "-c", SETNS % pid],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": without_logger},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)
    finally:
        other.kill()
        other.wait()
    assert b"ZeroDivisionError" in done.stderr
    assert theirs.read_bytes() == b"1\n"
