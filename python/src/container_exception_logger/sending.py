# SPDX-License-Identifier: Apache-2.0
"""Sends the reports of a process that lives on: handed over to a logger that waits for no sink, or kept, and
sent with later ones, at the latest when the process ends."""

import posix
import sys

from container_exception_logger.clock import now, sleep
from container_exception_logger.deliver import DELIVERED, Delivery, report_of
from container_exception_logger.outbox import Outbox


class Sending(object):
    """A report that is about to be made, whose logger loads meanwhile. Then `send` its record, or `drop`
    it."""

    def __init__(self, state, settings, later):
        """`later`: nothing is to be sent now."""
        self.state, self.settings, self.later = state, settings, later
        self.outbox = outbox_of(state)
        self.delivery = None
        if not later and self.outbox.begin(now()):
            self.delivery = Delivery(state, settings, patient=False)

    def send(self, record):
        reports = [report_of(record)]
        delivered = None
        if self.delivery:
            delivered = False
            try:
                delivered = self.delivery.give(reports) == DELIVERED
            finally:
                _end(self.state, self.outbox, reports, delivered)
        else:
            self.outbox.keep(reports)
            self.state["late"] = True
        # Threads that find too many at work keep their reports, which the next one to end sends.
        if delivered is not False and self.outbox.kept and not self.later:
            send_kept(self.state, self.settings)

    def drop(self):
        """There is no record."""
        if self.delivery:
            try:
                self.delivery.drop()
            finally:
                _end(self.state, self.outbox, [], None)


def send_kept(state, settings):
    """Gives all that is kept to a logger, if it is time to and one may be started now; sinks are waited for
    no longer than by a new report."""
    outbox, reports, delivered = outbox_of(state), [], None
    if outbox.kept and outbox.begin(now()):
        try:
            reports = outbox.take()
            if reports:
                delivered = Delivery(state, settings, patient=False).give(reports) == DELIVERED
        finally:
            _end(state, outbox, reports, delivered)


def _end(state, outbox, reports, delivered):
    outbox.end(reports, delivered, now())
    if outbox.kept:
        state["late"] = True  # to be tried again when something is logged
    else:
        state.pop("late", None)


def send_last(state, settings, records):
    """At the end of the process: sends what is kept, and these. What other threads are just sending is waited
    for.

    A sink that the end of the process was waiting for already is not waited for once more."""
    outbox, deadline = outbox_of(state), now() + settings.timeout
    while outbox.busy() and now() < deadline:
        sleep(0.001)
    reports = outbox.take() + [report_of(each) for each in records]
    if reports:
        Delivery(state, settings, patient="waited" not in state).give(reports)


def outbox_of(state):
    """This process's `Outbox`: what a parent keeps, its forked child does not send."""
    outbox, pid = state.get("outbox"), posix.getpid()
    if outbox is None or outbox.pid != pid:
        outbox = state["outbox"] = Outbox(pid)
        state.pop("late", None)
        state.pop("waited", None)
        _end_with_multiprocessing(state)
    return outbox


def _end_with_multiprocessing(state):
    """Its children end by `os._exit`, before which they call what is registered here."""
    process, util = [sys.modules.get("multiprocessing." + name) for name in ("process", "util")]
    if type(getattr(process, "_current_process", None)).__name__ not in ("NoneType", "_MainProcess"):
        try:
            util.Finalize(None, state["call"], ("entry_points.at_exit", None, ()), exitpriority=0)
        except Exception:
            pass
