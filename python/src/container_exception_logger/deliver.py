# SPDX-License-Identifier: Apache-2.0
"""Gives a record to the logger; where that cannot be, has the line written by ourselves."""

import posix
import sys

from container_exception_logger import child
from container_exception_logger.text import to_json

NAME = "container-exception-logger"
GRACE = 0.25  # seconds that the logger, which keeps the same deadline, gets to end by itself

DELIVERED, FAILED, TOO_LATE = "delivered", "failed", "too late"


class Delivery(object):
    """One report on its way. It starts the logger at once, which loads while the record is being made, and
    never raises for it; then `give` it the record, or `drop` it."""

    def __init__(self, hand, settings):
        self.hand, self.settings = hand, settings
        self.deadline = child.now() + settings.timeout + GRACE
        self.loggers = loggers(hand, settings)
        self.failed = None
        self.started = self._start()

    def give(self, record):
        """Returns DELIVERED, FAILED or TOO_LATE."""
        text = to_json(record).encode("ascii") + b"\n"
        while self.started:
            status = self._finish(text)
            if status == 0:
                return DELIVERED
            if status is None:
                return TOO_LATE
            self.started = self._start()
        if self.failed == 24 and "child" not in self.hand:  # no file descriptor left
            self.hand["in_fork"](lambda: Delivery(self.hand, self.settings).give(record))
            return DELIVERED
        from container_exception_logger import line
        return DELIVERED if line.write(record, self.settings, self._say) else FAILED

    def drop(self):
        """There is no record: the logger finds nothing to read."""
        if self.started:
            self._finish(b"")

    def _start(self):
        """The next logger that can be started, or None."""
        while self.loggers:
            path = self.loggers.pop(0)
            argv = [path] if self.settings.verbose else [path, "--quiet"]
            try:
                return child.Child(argv, self.settings.environ)
            except OSError:
                self._failed(path)
        return None

    def _finish(self, text):
        try:
            return self.started.finish(text, self.deadline)
        except OSError:
            self._failed(NAME)
            return -1

    def _failed(self, what):
        self.failed = sys.exc_info()[1].errno
        self._say("%s: %s" % (what, sys.exc_info()[1].strerror))

    def _say(self, sentence):
        if self.settings.verbose:
            say(sentence)


def loggers(hand, settings):
    """The paths of those that there are: beside the hook (the package's own, then the volume's), CEL_LOGGER,
    PATH."""
    places = [hand["folder"] + "/bin/" + NAME, hand["folder"] + "/../bin/" + NAME]
    if settings.logger:
        places.append(settings.logger)
    places += [folder + "/" + NAME for folder in settings.path.split(":") if folder[:1] == "/"]
    return [place for place in places if posix.access(place, 1)]


def say(sentence):
    """A line on stderr, for CEL_VERBOSE."""
    try:
        posix.write(2, ("%s: %s\n" % (NAME, sentence)).encode("ascii", "replace"))
    except OSError:
        pass
