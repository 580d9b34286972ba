# SPDX-License-Identifier: Apache-2.0
"""A child process that reads a text on its stdin: started without `subprocess`, and waited for until a
deadline.

Nothing of it outlasts the deadline, changes a flag of a file that others use, or is visible to the program's
own handling of its children.
"""

import posix
import sys

from container_exception_logger.clock import now, sleep

if not hasattr(posix, "set_blocking"):
    import fcntl

POLL = 0.00002  # seconds between two polls of the child, which mostly ends within a few
POLLS = 40  # after these, the pauses become longer
RUNNING = -1  # no wait status

# Our descriptors. A child that the program forks meanwhile closes its copies: they would be visible in it,
# and keep our child waiting for the end of its input.
pipes = set()


class Child(object):
    """A running program with our stdout and stderr, the reading end of a pipe as its stdin, and no other
    descriptor. Raises OSError if it cannot be started."""

    def __init__(self, argv, environ):
        self.signals = _sigchld()
        self.reading, self.writing = posix.pipe()
        pipes.update((self.reading, self.writing))
        if not hasattr(posix, "set_blocking"):
            fcntl.fcntl(self.writing, 2, 1)  # FD_CLOEXEC: on Python 2, programs started meanwhile inherit it
        try:
            if self.signals:
                self.signals.hold()
            self.pid = _start(argv, environ, self.reading)
            if self.signals:
                self.signals.child = self.pid
        except BaseException:
            self._close()
            raise

    def finish(self, text, deadline):
        """Writes the text to its stdin and waits for its end. Returns its wait status, or None if the
        deadline has passed; then it is killed.

        A status of 0 also stands for an unknown one: the program waits for any child elsewhere, or ignores
        SIGCHLD."""
        try:
            status = _feed(self.pid, self.writing, text, deadline)
            self.writing = _closed(self.writing)
            return _wait(self.pid, deadline) if status == RUNNING else status
        except BaseException:  # a signal handler of the program may raise here: our child ends first
            self.writing = _closed(self.writing)
            _reap(self.pid, deadline)
            raise
        finally:
            self._close()

    def _close(self):
        # The reading end is open until now, so that writing to a dead child raises no SIGPIPE.
        self.reading, self.writing = _closed(self.reading), _closed(self.writing)
        if self.signals:
            self.signals.restore()


def _start(argv, environ, stdin):
    others = _open_files()
    if hasattr(posix, "posix_spawn"):
        actions = [(posix.POSIX_SPAWN_DUP2, stdin, 0)]
        actions += [(posix.POSIX_SPAWN_CLOSE, each) for each in others if _inherited(each)]
        return posix.posix_spawn(argv[0], argv, environ, file_actions=actions)
    child = posix.fork()
    if child == 0:
        try:
            posix.dup2(stdin, 0)
            for each in others:
                try:
                    posix.close(each)
                except OSError:
                    pass
            posix.execve(argv[0], argv, environ)
        finally:
            posix._exit(127)
    return child


def _open_files():
    """Returns the open descriptors above the first three, and the one that listed them, which is closed."""
    try:
        return [number for number in map(int, posix.listdir("/proc/self/fd")) if number > 2]
    except OSError:
        return []


def _inherited(descriptor):
    try:
        return posix.get_inheritable(descriptor)
    except OSError:
        return False


def _closed(pipe):
    """Closes the descriptor unless it is None. Returns None, for the caller to keep in its place."""
    if pipe is not None:
        pipes.discard(pipe)
        posix.close(pipe)


def _feed(child, writing, text, deadline):
    """Writes the text. Returns RUNNING when all is written, or as `_look` if the child ends before."""
    if hasattr(posix, "set_blocking"):
        posix.set_blocking(writing, False)
    else:
        fcntl.fcntl(writing, 4, fcntl.fcntl(writing, 3) | posix.O_NONBLOCK)
    looks = 0
    while text:
        try:
            text = text[posix.write(writing, text[:65536]):]
        except OSError:
            if sys.exc_info()[1].errno not in (4, 11):
                raise
            status = _look(child, deadline)
            if status != RUNNING:
                return status
            looks = _pause(looks)
    return RUNNING


def _wait(child, deadline):
    status, looks = _look(child, deadline), 0
    while status == RUNNING:
        looks = _pause(looks)
        status = _look(child, deadline)
    return status


def _pause(looks):
    sleep(POLL * max(1, min(looks - POLLS, 500)))
    return looks + 1


def _reap(child, deadline):
    """Waits for the child as `_wait`, and ignores exceptions that are raised meanwhile."""
    while True:
        try:
            return _wait(child, deadline)
        except BaseException:
            pass


def _look(child, deadline):
    """Returns the child's wait status if it has ended, RUNNING if not, and None if the deadline has passed;
    then it is killed."""
    try:
        ended, status = posix.waitpid(child, posix.WNOHANG)
    except OSError:
        return 0
    if ended:
        return status
    if now() <= deadline:
        return RUNNING
    posix.kill(child, 9)
    try:
        posix.waitpid(child, 0)
    except OSError:
        pass
    return None


def _sigchld():
    """Returns what keeps the end of our child from the program's SIGCHLD handler; None if there is no such
    handler, or on Python 2."""
    try:
        import _signal as signal
        handled = callable(signal.getsignal(signal.SIGCHLD))
    except Exception:  # Python 2, or an ending interpreter that can import nothing, `signal` included
        return None
    if not handled:
        return None
    from container_exception_logger.sigchld import KeptSigchld
    return KeptSigchld(signal)
