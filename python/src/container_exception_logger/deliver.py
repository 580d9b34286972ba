# SPDX-License-Identifier: Apache-2.0
"""Gives reports to the logger; where that cannot be, has their lines written by ourselves.

A report is a pair here: the line that the logger takes, and the record without its bulk, for a line of our
own."""

import posix
import sys

from container_exception_logger import child
from container_exception_logger.clock import now
from container_exception_logger.text import to_json

NAME = "container-exception-logger"
GRACE = 0.25  # seconds that the logger, which keeps the same deadline, gets to end by itself
PATIENCE = 0.02  # seconds that it may wait for sinks where the program lives on
HUNG = 1.0  # seconds after which one that does not even end by itself is killed then
NO_SINK, NOT_WRITTEN = 2 << 8, 3 << 8  # the logger's wait status: nothing to write to; all of it stalled

DELIVERED, FAILED, TOO_LATE = "delivered", "failed", "too late"


class Delivery(object):
    """Reports on their way. It starts the logger at once, which loads while the record is being made, and
    never raises for it; then `give` it the reports, `send` it the one of a record, or `drop` it.

    `patient`: whether to wait for sinks up to the time that the user allows. It is wrong for a program that
    lives on, and then those that are too late can be given to another delivery."""

    def __init__(self, state, settings, patient=True):
        self.state, self.settings, self.patient = state, settings, patient
        self.deadline = now() + (settings.timeout if patient else min(HUNG, settings.timeout)) + GRACE
        # With three descriptors, none is left for it.
        self.loggers = [] if "few" in state else loggers(state, settings)
        self.failed = None
        _see_forks(state)
        self.started = self._start()

    def give(self, reports):
        """Returns DELIVERED, FAILED or TOO_LATE."""
        text = b"".join([line for line, head in reports])
        while self.started:
            status = self._finish(text)
            if status == 0:
                return DELIVERED
            if status is None or (status == NOT_WRITTEN and not self.patient):
                return TOO_LATE
            if status == NO_SINK and not self.patient:  # but perhaps the console
                self.patient, self.loggers = True, loggers(self.state, self.settings)
            self.started = self._start()
        if self.failed == 24 and "child" not in self.state:  # no file descriptor left
            self.state["in_fork"](lambda: Delivery(self.state, self.settings, self.patient).give(reports))
            return DELIVERED
        from container_exception_logger import line
        written = [line.write(head, self.state, self.settings, self._say) for _, head in reports]
        return DELIVERED if all(written) else FAILED

    def send(self, record):
        if self.give([report_of(record)]) != DELIVERED:
            self.state["waited"] = True  # in vain, up to the time that the user allows

    def drop(self):
        """There is no report: the logger finds nothing to read."""
        if self.started:
            self._finish(b"")

    def _start(self):
        """The next logger that can be started, or None."""
        while self.loggers:
            path = self.loggers.pop(0)
            argv = [path] if self.settings.verbose else [path, "--quiet"]
            if not self.patient:
                argv += ["--patience", str(PATIENCE)]
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


def report_of(record):
    """The record's pair of line and head."""
    head = {key: record[key] for key in record if key != "exceptions"}
    return to_json(record).encode("ascii") + b"\n", head


def loggers(state, settings):
    """The paths of those that there are: beside the hook (the package's own, then the volume's), CEL_LOGGER,
    PATH."""
    places = [state["folder"] + "/bin/" + NAME, state["folder"] + "/../bin/" + NAME]
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


def _see_forks(state):
    """Before we open anything: where another thread is there that may fork meanwhile."""
    if "forks" not in state and hasattr(posix, "posix_spawn") and state["_thread"]._count():
        state["forks"] = True
        posix.register_at_fork(after_in_child=lambda: _in_child(state))


def _in_child(state):
    """In a child that another thread of the program forked while we were at work: what we had open, and who
    was at work, is the parent's."""
    try:
        while child.pipes:
            posix.close(child.pipes.pop())
        state["busy"].intersection_update((state["_thread"].get_ident(),))
    except Exception:
        pass
