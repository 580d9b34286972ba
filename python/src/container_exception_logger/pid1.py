# SPDX-License-Identifier: Apache-2.0
"""Decides whether to write to a stream of PID 1. Root may open anything under /proc, but must not write where
an unprivileged PID 1 could not write itself."""

import posix

O_PATH = 0o10000000
PROC_ROOT = 1  # the inode of procfs's root
STREAM = "it is a file, and PID 1 is another user"
PIPE, SOCKET, TYPE = 0o010000, 0o140000, 0o170000  # in a file's mode


def is_ours():
    """Returns whether PID 1 belongs to our container. It does not in the host's process namespace, in a pod's
    shared one, or after a `setns` to a namespace whose /proc does not list this process."""
    try:
        posix.readlink("/proc/self")
        theirs, ours = posix.stat("/proc/1/root"), posix.stat("/")
        return (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino)
    except OSError:
        return False


def refusal(path):
    """Returns why the stream /proc/1/fd/N must not be written to; None if it may be, since this process has
    the ids of PID 1; STREAM if it may be unless it is a file. Raises OSError where that is unknown.

    It opens one file at a time, because there may be no second descriptor."""
    flags = int(_field(_read("/proc/1/fdinfo/" + path.rpartition("/")[2]), b"flags:")[0], 8)
    if flags & O_PATH or flags & 3 not in (posix.O_WRONLY, posix.O_RDWR):
        return "PID 1 itself may not write to it"
    status = _read("/proc/1/status")
    ids = [set(_field(status, name)) for name in (b"Uid:", b"Gid:")]
    own = [{("%d" % each).encode()} for each in (posix.geteuid(), posix.getegid())]
    return None if ids == own else STREAM


def is_stream(opened):
    """Returns whether the descriptor is a pipe, a socket or a terminal."""
    return posix.fstat(opened).st_mode & TYPE in (PIPE, SOCKET) or posix.isatty(opened)


def _read(path):
    """Returns the content of a file of procfs, whose size reads as 0. Raises OSError for any other file."""
    opened = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | getattr(posix, "O_CLOEXEC", 0))
    try:
        status, proc = posix.fstat(opened), posix.lstat("/proc")
        if status.st_dev != proc.st_dev or proc.st_ino != PROC_ROOT or status.st_size:
            raise OSError(2, "/proc is not procfs")
        return posix.read(opened, 65536)
    finally:
        posix.close(opened)


def _field(text, name):
    """Returns the words after `name` in the first line that starts with it. Raises OSError without one."""
    for line in text.split(b"\n"):
        if line.startswith(name):
            return line[len(name):].split()
    raise OSError(22, "no " + name.decode())
