# SPDX-License-Identifier: Apache-2.0
"""Sends the reports of this process: waited for where the process ends, else handed over or kept."""

import posix
import sys

from container_exception_logger import child
from container_exception_logger.clock import now, sleep
from container_exception_logger.deliver import DELIVERED, Delivery, Report
from container_exception_logger.outbox import Outbox


class Sending(object):
    """A report that is about to be made, whose logger loads meanwhile. Then `send` its record, or `drop`
    it."""

    def __init__(self, hand, settings, last, later):
        """`last`: the process ends, and may wait for sinks; `later`: nothing is to be sent now."""
        self.hand, self.settings, self.last, self.later = hand, settings, last, later
        self.outbox = outbox_of(hand)
        self.delivery = None
        self.begun = not last and not later and self.outbox.begin(now())
        if last or self.begun:
            self.delivery = Delivery(hand, settings, patient=last)

    def send(self, record):
        """Returns the report's head."""
        reports = [Report(record)]
        outcome = None
        try:
            if self.delivery:
                outcome = self.delivery.give(reports)
        finally:
            self._end(reports, outcome == DELIVERED)
        if outcome is None:
            self.outbox.keep(reports)
            self.hand["late"] = True
        # Threads that find too many at work keep their reports, which the next one to end sends.
        if outcome in (None, DELIVERED) and self.outbox.kept and not self.later:
            send_kept(self.hand, self.settings)
        return reports[0].head

    def drop(self):
        """There is no record."""
        try:
            if self.delivery:
                self.delivery.drop()
        finally:
            self._end([], None)

    def _end(self, reports, delivered):
        if self.begun:
            self.begun = False
            _end(self.hand, self.outbox, reports, delivered)
        elif self.last and delivered is False:
            self.outbox.waited = True


def send_kept(hand, settings):
    """Gives all that is kept to a logger, if one may be started now; sinks are waited for no longer than by a
    new report."""
    outbox, reports, delivered = outbox_of(hand), [], None
    if outbox.begin(now()):
        try:
            reports = outbox.take()
            if reports:
                delivered = Delivery(hand, settings, patient=False).give(reports) == DELIVERED
        finally:
            _end(hand, outbox, reports, delivered)


def _end(hand, outbox, reports, delivered):
    outbox.end(reports, delivered, now())
    if outbox.kept:
        hand["late"] = True  # to be tried again when something is logged
    else:
        hand.pop("late", None)


def send_last(hand, settings, records):
    """At the end of the process: what is kept, and these. What other threads are just sending is waited for.

    A sink that the end of the process was waiting for already is not waited for once more."""
    outbox, deadline = outbox_of(hand), now() + settings.timeout
    while outbox.busy() and now() < deadline:
        sleep(0.001)
    reports = outbox.take() + [Report(each) for each in records]
    if reports:
        Delivery(hand, settings, patient=not outbox.waited).give(reports)


def outbox_of(hand):
    """This process's `Outbox`: what a parent keeps, its forked child does not send."""
    outbox, pid = hand.get("outbox"), posix.getpid()
    if outbox is None or outbox.pid != pid:
        if outbox is None and hasattr(posix, "register_at_fork") and hasattr(posix, "posix_spawn"):
            posix.register_at_fork(after_in_child=lambda: _in_child(hand))
        outbox = hand["outbox"] = Outbox(pid)
        hand.pop("late", None)
        _end_with_multiprocessing(hand)
    return outbox


def _in_child(hand):
    """In a child that another thread of the program forked while we were at work: what we had open, and who
    was at work, is the parent's."""
    try:
        while child.pipes:
            posix.close(child.pipes.pop())
        hand["busy"].intersection_update((hand["_thread"].get_ident(),))
    except Exception:
        pass


def _end_with_multiprocessing(hand):
    """Its children end by `os._exit`, before which they call what is registered here."""
    process, util = [sys.modules.get("multiprocessing." + name) for name in ("process", "util")]
    if type(getattr(process, "_current_process", None)).__name__ not in ("NoneType", "_MainProcess"):
        try:
            util.Finalize(None, hand["call"], ("entry_points.at_exit", None, ()), exitpriority=0)
        except Exception:
            pass
