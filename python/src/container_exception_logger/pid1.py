# SPDX-License-Identifier: Apache-2.0
"""Whether a stream of PID 1 is ours to write to: root may open whatever is under /proc, and shall not write
for an unprivileged PID 1 where that could not write itself."""

import posix

O_PATH = 0o10000000
PROC_ROOT = 1  # the inode of procfs's root
STREAM = "it is a file, and PID 1 is another user"
PIPE, SOCKET, TYPE = 0o010000, 0o140000, 0o170000  # in a file's mode


def is_ours():
    """Whether PID 1 is of our container: not with the host's process namespace or a pod's shared one, nor
    after a `setns` to where /proc knows nothing of us."""
    try:
        posix.readlink("/proc/self")
        theirs, ours = posix.stat("/proc/1/root"), posix.stat("/")
        return (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino)
    except OSError:
        return False


def refusal(path):
    """Why the stream /proc/1/fd/N is not to be written to; None if it is, by those with the ids of PID 1, and
    STREAM if it is by others unless it is a file. Raises OSError where that cannot be told.

    It opens one file at a time: there may be no more descriptors."""
    flags = int(_field(_read("/proc/1/fdinfo/" + path.rpartition("/")[2]), b"flags:")[0], 8)
    if flags & O_PATH or flags & 3 not in (posix.O_WRONLY, posix.O_RDWR):
        return "PID 1 itself may not write to it"
    status = _read("/proc/1/status")
    ids = [set(_field(status, name)) for name in (b"Uid:", b"Gid:")]
    own = [{("%d" % each).encode()} for each in (posix.geteuid(), posix.getegid())]
    return None if ids == own else STREAM


def is_stream(opened):
    """Whether it is a pipe, a socket or a terminal."""
    return posix.fstat(opened).st_mode & TYPE in (PIPE, SOCKET) or posix.isatty(opened)


def _read(path):
    """A file of procfs, which has no size and yet something in it."""
    opened = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | getattr(posix, "O_CLOEXEC", 0))
    try:
        status, proc = posix.fstat(opened), posix.lstat("/proc")
        if status.st_dev != proc.st_dev or proc.st_ino != PROC_ROOT or status.st_size:
            raise OSError(2, "/proc is not procfs")
        return posix.read(opened, 65536)
    finally:
        posix.close(opened)


def _field(text, name):
    """The words after `name` at the start of a line."""
    for line in text.split(b"\n"):
        if line.startswith(name):
            return line[len(name):].split()
    raise OSError(22, "no " + name.decode())
