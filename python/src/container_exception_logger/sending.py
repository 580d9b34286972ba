# SPDX-License-Identifier: Apache-2.0
"""Sends the reports of a process that lives on: gives them to a logger that does not wait for sinks, or keeps
them and sends them with later ones, at the latest when the process ends."""

import posix
import sys

from container_exception_logger.clock import now, sleep
from container_exception_logger.deliver import DELIVERED, Delivery, report_of
from container_exception_logger.outbox import Outbox


class Sending(object):
    """A report in the making, whose logger loads meanwhile. Then call `send` with its record, or `drop`."""

    def __init__(self, state, settings, later):
        """`later`: whether to keep the report instead of sending it now."""
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
        # A thread that finds too many loggers running keeps its report; the next thread to finish sends it.
        if delivered is not False and self.outbox.kept and not self.later:
            send_kept(self.state, self.settings)

    def drop(self):
        """Ends it without a report."""
        if self.delivery:
            try:
                self.delivery.drop()
            finally:
                _end(self.state, self.outbox, [], None)


def send_kept(state, settings):
    """Gives the kept reports to a logger, if it is time to retry and a logger may be started. It waits for
    sinks no longer than a new report does."""
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
        state["late"] = True  # they are retried when something is logged
    else:
        state.pop("late", None)


def send_last(state, settings, records):
    """Sends the kept reports and these records at the end of the process, after waiting for deliveries of
    other threads. If the end of the process has already waited for stalled sinks, it does not wait again."""
    outbox, deadline = outbox_of(state), now() + settings.timeout
    while outbox.busy() and now() < deadline:
        sleep(0.001)
    reports = outbox.take() + [report_of(each) for each in records]
    if reports:
        Delivery(state, settings, patient="waited" not in state).give(reports)


def outbox_of(state):
    """Returns the `Outbox` of this process. A forked child has one of its own: its parent sends what the
    parent keeps."""
    outbox, pid = state.get("outbox"), posix.getpid()
    if outbox is None or outbox.pid != pid:
        outbox = state["outbox"] = Outbox(pid)
        state.pop("late", None)
        state.pop("waited", None)
        _end_with_multiprocessing(state)
    return outbox


def _end_with_multiprocessing(state):
    """Registers the last delivery with multiprocessing, whose children end by `os._exit`."""
    process, util = [sys.modules.get("multiprocessing." + name) for name in ("process", "util")]
    if type(getattr(process, "_current_process", None)).__name__ not in ("NoneType", "_MainProcess"):
        try:
            util.Finalize(None, state["call"], ("entry_points.at_exit", None, ()), exitpriority=0)
        except Exception:
            pass
