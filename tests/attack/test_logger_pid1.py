# SPDX-License-Identifier: Apache-2.0
"""Root's logger writes to nothing that PID 1, another user, could not write to itself."""

import os
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "support"))

from denied import ERRORS, denied  # noqa: E402
from engines.bare import UNSHARE, first_child  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOGGER = os.path.join(ROOT, "build", "bin", "container-exception-logger")

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, who alone opens what PID 1 may not")

# PID 1 with the stream that a test wants, as nobody or as root; it says when it is there.
PID_1 = """
import ctypes, os, sys
path, how, user, ready = sys.argv[1:]
fd = os.open(path, getattr(os, how))
os.dup2(fd, 1)
os.dup2(fd, 2)
if user == "nobody":
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: what was root is not
os.write(int(ready), b"!")
os.read(0, 1)
"""


class Pid1:
    """A process namespace of its own whose PID 1 holds `path` as its stdout and stderr."""

    def __init__(self, path, how, user, mounts="true"):
        ready, there = os.pipe()
        script = 'mount -t tmpfs tmpfs /run; mount --bind /dev/null /dev/console; %s; exec "$@"' % mounts
        program = [sys.executable, "-S", "-E", "-c", PID_1, str(path), how, user, str(there)]
        self.process = subprocess.Popen(
            [*UNSHARE.split(), "--", "sh", "-c", script, "sh", *program], pass_fds=[there],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )
        os.close(there)
        said = os.read(ready, 1)
        os.close(ready)
        assert said == b"!", self.process.stderr.read()

    def log(self, *command):
        """Runs the logger, as root, beside that PID 1; returns its CompletedProcess."""
        enter = ["nsenter", "--target", str(first_child(self.process)), "--pid", "--mount", "--"]
        return subprocess.run(
            [*enter, *(command or (LOGGER, "--verbose"))], input=b"boom\n", stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"]}, check=False, timeout=60,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stderr.close()


@pytest.fixture(name="file")
def _file(tmp_path):
    """A function that makes a root-owned file of a mode, and returns its path."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != folder.parent:
            folder.chmod(folder.stat().st_mode | 0o055)

    def make(mode):
        path = tmp_path / "file"
        path.write_bytes(b"its own\n")
        path.chmod(mode)
        return path

    return make


@needs_root
@pytest.mark.parametrize("mode", (0o644, 0o600), ids=oct)
@pytest.mark.parametrize("how", ("O_RDONLY", "O_PATH", "O_WRONLY"))
def test_a_file_of_roots_that_another_users_pid_1_holds_stays_as_it_is(file, how, mode):
    path = file(mode)
    with Pid1(path, how, "nobody") as pid1:
        done = pid1.log()
    assert path.read_bytes() == b"its own\n"
    refused = b"PID 1 does not hold it open for writing"
    why = b"it is a file, and this program" if how == "O_WRONLY" else refused
    assert b"PID 1's stdout: " + why in done.stderr


@needs_root
@pytest.mark.parametrize("how", ("O_RDONLY", "O_PATH"))
def test_a_file_that_a_pid_1_of_the_same_user_holds_to_read_stays_as_it_is(file, how):
    path = file(0o644)
    with Pid1(path, how, "root") as pid1:
        pid1.log()
    assert path.read_bytes() == b"its own\n"


@needs_root
def test_a_log_file_of_a_pid_1_of_the_same_user_is_appended_to(file):
    path = file(0o644)
    with Pid1(path, "O_WRONLY", "root") as pid1:
        done = pid1.log()
    assert done.returncode == 0, done.stderr
    assert path.read_bytes().startswith(b"its own\ncontainer-exception-logger - {")


@needs_root
def test_a_file_is_left_alone_by_a_logger_with_more_capabilities_than_pid_1(file):
    path = file(0o644)
    with Pid1(path, "O_WRONLY", "root", "exec setpriv --bounding-set=-dac_override -- \"$@\"") as pid1:
        done = pid1.log()
    assert path.read_bytes() == b"its own\n"
    assert b"this program may write to files that PID 1 may not" in done.stderr


@needs_root
def test_the_pipe_of_another_users_pid_1_gets_the_report_and_its_reading_end_does_not(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    with Pid1(pipe, "O_WRONLY", "nobody") as pid1:
        done = pid1.log()
        assert done.returncode == 0, done.stderr
        assert os.read(reader, 65536).startswith(b"container-exception-logger - {")
    with Pid1(pipe, "O_RDONLY", "nobody") as pid1:
        done = pid1.log()
    assert b"PID 1's stdout: PID 1 does not hold it open for writing" in done.stderr
    with pytest.raises(BlockingIOError):
        os.read(reader, 65536)
    os.close(reader)


@needs_root
@pytest.mark.parametrize("mounts", (
    "mount --bind {decoy} /proc/1/fd", "mount --bind {decoy}/.. /proc/1", "mount --bind {decoy}/../.. /proc",
    "sleep 1000 & mount --bind /proc/$! /proc/1", "mount --bind {decoy}/../fdinfo /proc/1/fdinfo",
))
def test_what_is_mounted_over_proc_is_not_taken_for_pid_1(tmp_path, file, mounts):
    path = file(0o644)
    for folder in ("1/fd", "1/fdinfo", "1/root", "1/ns"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "1/fd/1").symlink_to(path)
    (tmp_path / "1/fd/2").symlink_to(path)
    for number in "12":
        (tmp_path / "1/fdinfo" / number).write_text("flags:\t0100001\n")
    (tmp_path / "1/status").write_text("Name:\tx\nPid:\t1\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n")
    with Pid1(path, "O_RDONLY", "nobody", mounts.format(decoy=tmp_path / "1/fd")) as pid1:
        done = pid1.log()
    assert path.read_bytes() == b"its own\n"
    assert done.returncode == 0, done.stderr
    assert b"delivered to the inherited" in done.stderr


@needs_root
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("mounts", ("mount --bind {decoy} /proc/1/fd",
                                    "sleep 1000 & mount --bind /proc/$!/fd /proc/1/fd"))
def test_where_openat2_is_refused_the_same_holds(tmp_path, file, mounts, error):
    path = file(0o644)
    decoy = tmp_path / "fd"
    decoy.mkdir()
    (decoy / "1").symlink_to(path)
    (decoy / "2").symlink_to(path)
    with Pid1(path, "O_RDONLY", "nobody", mounts.format(decoy=decoy)) as pid1:
        done = pid1.log(*denied(["openat2"], error, LOGGER, "--verbose"))
    assert path.read_bytes() == b"its own\n"
    assert b"something is mounted there" in done.stderr


# Enters the mounts of the process whose id it is given, and becomes the logger there.
ENTER = """
import ctypes, os, sys
assert ctypes.CDLL(None).setns(os.open("/proc/%s/ns/mnt" % sys.argv[1], os.O_RDONLY), 0) == 0
os.execv(sys.argv[2], sys.argv[2:])
"""


@needs_root
def test_a_program_that_entered_another_containers_mounts_writes_nothing_to_that_ones_log(file):
    """There /proc knows the other's processes, and PID 1 has the root that the program has by now."""
    path = file(0o644)
    with Pid1(path, "O_WRONLY", "root") as other:
        enter = [sys.executable, "-S", "-E", "-c", ENTER, str(first_child(other.process)), LOGGER, "-v"]
        done = subprocess.run(["unshare", "--fork", "--pid", "sh", "-c", '"$@"; exit $?', "sh", *enter],
                              input=b"boom\n", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                              env={"PATH": os.environ["PATH"]}, timeout=60)
    assert b"PID 1's stdout: PID 1 is not of this container" in done.stderr
    assert path.read_bytes() == b"its own\n"
