# SPDX-License-Identifier: Apache-2.0
"""Gives reports to the logger, or writes their lines itself where no logger can be started.

A report is a pair here: the line for the logger, and the record without its bulk, for a line of our own."""

import posix
import sys

from container_exception_logger import child
from container_exception_logger.clock import now
from container_exception_logger.text import to_json

NAME = "container-exception-logger"
GRACE = 0.25  # seconds for the logger, which keeps the same deadline, to end by itself
PATIENCE = 0.02  # seconds that it may wait for sinks where the program lives on
HUNG = 1.0  # seconds after which a logger that does not end by itself is killed, where the program lives on
NO_SINK, NOT_WRITTEN = 2 << 8, 3 << 8  # wait status of the logger: it has no sink; all sinks are stalled

DELIVERED, FAILED, TOO_LATE = "delivered", "failed", "too late"


class Delivery(object):
    """One run of the logger. It is started at once, to load while the record is being made; if it cannot be
    started, nothing is raised. Then call `give` with reports, `send` with a record, or `drop`.

    `patient`: whether to wait for sinks up to the user's timeout. False for a program that lives on; reports
    that are too late then can be given to another delivery."""

    def __init__(self, state, settings, patient=True):
        self.state, self.settings, self.patient = state, settings, patient
        self.deadline = now() + (settings.timeout if patient else min(HUNG, settings.timeout)) + GRACE
        # Where the limit is three descriptors, none is left for a pipe to it.
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
            if status == NO_SINK and not self.patient:  # a patient logger also tries the console
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
            self.state["waited"] = True  # in vain, up to the user's timeout

    def drop(self):
        """Ends the logger without a report: it reads an empty stdin."""
        if self.started:
            self._finish(b"")

    def _start(self):
        """Returns the next logger that can be started, or None."""
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
    """Returns the record as a report: a pair of line and head."""
    head = {key: record[key] for key in record if key != "exceptions"}
    return to_json(record).encode("ascii") + b"\n", head


def loggers(state, settings):
    """Returns the paths of the loggers that exist: beside the hook (the package's, then the volume's), from
    CEL_LOGGER, then from PATH."""
    places = [state["folder"] + "/bin/" + NAME, state["folder"] + "/../bin/" + NAME]
    if settings.logger:
        places.append(settings.logger)
    places += [folder + "/" + NAME for folder in settings.path.split(":") if folder[:1] == "/"]
    return [place for place in places if posix.access(place, 1)]


def say(sentence):
    """Writes a line to stderr, for CEL_VERBOSE."""
    try:
        posix.write(2, ("%s: %s\n" % (NAME, sentence)).encode("ascii", "replace"))
    except OSError:
        pass


def _see_forks(state):
    """Registers `_in_child` before anything is opened, if there are other threads, which may fork."""
    if "forks" not in state and hasattr(posix, "posix_spawn") and state["_thread"]._count():
        state["forks"] = True
        posix.register_at_fork(after_in_child=lambda: _in_child(state))


def _in_child(state):
    """Closes our descriptors in a child that another thread forked during our work, and forgets which threads
    were reporting: both belong to the parent."""
    try:
        while child.pipes:
            posix.close(child.pipes.pop())
        state["busy"].intersection_update((state["_thread"].get_ident(),))
    except Exception:
        pass
