# SPDX-License-Identifier: Apache-2.0
"""Gives a record to the logger, started without `subprocess`; where that cannot be, writes the line itself.

Nothing of it outlasts the deadline, changes a flag of a file that others use, or is seen by the program's own
handling of its children. """

import posix
import sys
import time

from container_exception_logger.text import to_json, to_text

NAME = "container-exception-logger"
MAX_LINE = 4086
GRACE = 0.25  # seconds that the logger, which keeps the same deadline, gets to end by itself
DELIVERED, FAILED, TOO_LATE = "delivered", "failed", "too late"

_now = getattr(time, "monotonic", time.time)


def deliver(hand, settings, record):
    """Returns DELIVERED, FAILED or TOO_LATE."""
    text = to_json(record).encode("ascii") + b"\n"
    deadline = _now() + settings.timeout + GRACE
    try:
        for path in _loggers(hand, settings):
            outcome = _run(path, text, deadline, settings)
            if outcome is not FAILED:
                return outcome
    except OSError:
        if sys.exc_info()[1].errno == 24 and "child" not in hand:
            hand["in_fork"](lambda: deliver(hand, settings, record))
            return DELIVERED
    return _write_line(record, settings)


def say(sentence):
    """A line on stderr, for CEL_VERBOSE."""
    try:
        posix.write(2, ("%s: %s\n" % (NAME, sentence)).encode("ascii", "replace"))
    except OSError:
        pass


def _loggers(hand, settings):
    """Beside the hook (the package's own, then the volume's), CEL_LOGGER, PATH."""
    places = [hand["folder"] + "/bin/" + NAME, hand["folder"] + "/../bin/" + NAME]
    if settings.logger:
        places.append(settings.logger)
    places += [folder + "/" + NAME for folder in settings.path.split(":") if folder[:1] == "/"]
    return [place for place in places if posix.access(place, 1)]


def _run(path, text, deadline, settings):
    reading, writing = posix.pipe()
    signals = _KeepSigchld()
    child = None
    try:
        child = _start(path, reading, settings)
        signals.child = child
        _feed(child, writing, text, deadline)
        posix.close(writing)
        writing = None
        status = _wait(child, deadline)
    except _Ended as ended:
        status = ended.args[0]
    except OSError:
        if sys.exc_info()[1].errno == 24:
            raise
        if settings.verbose:
            say("%s: %s" % (path, sys.exc_info()[1].strerror))
        return FAILED
    finally:
        # The reading end is held until here: a logger that dies early must not make SIGPIPE of our writing.
        posix.close(reading)
        if writing is not None:
            posix.close(writing)
        signals.restore()
    if status is None:
        return TOO_LATE
    return DELIVERED if status == 0 else FAILED


class _Ended(Exception):
    """The logger has ended (argument: its wait status) or is out of time (None)."""


def _start(path, stdin, settings):
    """The logger, with our stdout and stderr, and no other file of the program's."""
    argv = [path] if settings.verbose else [path, "--quiet"]
    others = _open_files()
    if hasattr(posix, "posix_spawn"):
        actions = [(posix.POSIX_SPAWN_DUP2, stdin, 0)]
        actions += [(posix.POSIX_SPAWN_CLOSE, each) for each in others if posix.get_inheritable(each)]
        return posix.posix_spawn(path, argv, settings.environ, file_actions=actions)
    child = posix.fork()
    if child == 0:
        try:
            posix.dup2(stdin, 0)
            for each in others:
                try:
                    posix.close(each)
                except OSError:
                    pass
            posix.execve(path, argv, settings.environ)
        finally:
            posix._exit(127)
    return child


def _open_files():
    found = []
    try:
        for name in posix.listdir("/proc/self/fd"):
            if name.isdigit() and int(name) > 2:
                posix.fstat(int(name))  # not the listing's own
                found.append(int(name))
    except OSError:
        pass
    return found


def _feed(child, writing, text, deadline):
    _do_not_block(writing)
    pause = 0.0002
    while text:
        try:
            text = text[posix.write(writing, text[:65536]):]
        except OSError:
            if sys.exc_info()[1].errno not in (4, 11):
                raise
            _check(child, deadline)
            time.sleep(pause)
            pause = min(2 * pause, 0.01)


def _do_not_block(writing):
    if hasattr(posix, "set_blocking"):
        posix.set_blocking(writing, False)
    else:
        import fcntl
        fcntl.fcntl(writing, 4, fcntl.fcntl(writing, 3) | posix.O_NONBLOCK)


def _wait(child, deadline):
    pause = 0.0002
    try:
        while True:
            _check(child, deadline)
            time.sleep(pause)
            pause = min(1.5 * pause, 0.01)
    except _Ended as ended:
        return ended.args[0]


def _check(child, deadline):
    try:
        ended, status = posix.waitpid(child, posix.WNOHANG)
    except OSError:  # the program has others wait for its children, or ignores SIGCHLD: nobody can tell
        raise _Ended(0)
    if ended:
        raise _Ended(status)
    if _now() > deadline:
        posix.kill(child, 9)
        try:
            posix.waitpid(child, 0)
        except OSError:
            pass
        raise _Ended(None)


class _KeepSigchld(object):
    """Keeps the end of our child from the program's SIGCHLD handler, and only that; needs Python 3."""

    def __init__(self):
        self.child = self.before = None
        try:
            import _signal as signal
            if callable(signal.getsignal(signal.SIGCHLD)):
                self.before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
                self.signal = signal
        except (ImportError, AttributeError, ValueError):
            pass

    def restore(self):
        if self.before is None:
            return
        signal = self.signal
        if self._came():
            posix.kill(posix.getpid(), signal.SIGCHLD)
        signal.pthread_sigmask(signal.SIG_SETMASK, self.before)

    def _came(self):
        """Takes a SIGCHLD that waits; whether it told of a child of the program's."""
        signal = self.signal
        if hasattr(signal, "sigtimedwait"):
            came = signal.sigtimedwait([signal.SIGCHLD], 0)
            return came and (came.si_pid != self.child or self._others())
        if signal.SIGCHLD in signal.sigpending():  # PyPy
            signal.sigwait([signal.SIGCHLD])
            return self._others()

    def _others(self):
        """Whether a child of the program's has ended too: two such signals are one while they wait."""
        try:
            return posix.waitid(posix.P_ALL, 0, posix.WEXITED | posix.WNOHANG | posix.WNOWAIT) is not None
        except (OSError, AttributeError):  # PyPy cannot look
            return False


def _write_line(record, settings):
    """One line, shortened to fit, all or nothing: no logger, nobody to wait for."""
    line = NAME.encode("ascii") + b" - " + shortened(record, MAX_LINE - len(NAME) - 3) + b"\n"
    flags = posix.O_WRONLY | posix.O_APPEND | posix.O_NONBLOCK | posix.O_NOCTTY
    flags |= getattr(posix, "O_CLOEXEC", 0o2000000)
    for path, more in _sinks(settings.sink):
        try:
            sink = posix.open(path, flags | more, 0o644)
        except OSError:
            if settings.verbose:
                say("%s: %s" % (path, sys.exc_info()[1].strerror))
            continue
        try:
            if not _is_null(sink) and posix.write(sink, line) == len(line):
                return DELIVERED
        except OSError:
            pass
        finally:
            posix.close(sink)
    return FAILED


def _sinks(sink):
    auto = [("/proc/1/fd/1", 0), ("/proc/1/fd/2", 0)]
    if sink.startswith("file:"):
        return [(sink[5:], posix.O_CREAT)] + auto
    if sink.startswith("fd:") and sink[3:].isdigit():
        return [("/proc/self/fd/" + sink[3:], 0)] + auto
    return {"stderr": auto[::-1], "console": [("/dev/console", 0)]}.get(sink, auto)


def _is_null(sink):
    return posix.fstat(sink).st_rdev == posix.stat("/dev/null").st_rdev


def shortened(record, room):
    """The record as JSON of at most `room` bytes: without the bulk, and with the middle of long texts left
    out."""
    kept = {key: record[key] for key in record if key != "exceptions"}
    limit = room
    while True:
        text = to_json(kept).encode("ascii")
        if len(text) <= room:
            return text
        limit = limit * 3 // 4
        for key in ("backtrace", "reason", "executable"):
            kept[key] = _middle_out(to_text(record[key]), limit if key == "backtrace" else limit // 4)
        if limit < room // 2:
            message = _middle_out(record["exception"]["message"], limit // 4)
            kept["exception"] = dict(record["exception"], message=message)


def _middle_out(text, limit):
    if len(text) <= limit:
        return text
    half = limit // 2
    return u"%s\n... %d characters ...\n%s" % (text[:half], len(text) - 2 * half, text[len(text) - half:])
