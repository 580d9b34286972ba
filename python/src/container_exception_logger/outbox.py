# SPDX-License-Identifier: Apache-2.0
"""Reports that no sink has taken yet, of a process that lives on and must not wait for sinks.

The logger of such a process gives up early where sinks are stalled. The report is kept here and given to the
logger again with a later report, after a pause that grows, and for the last time at exit. No process of ours
outlives the call that starts it: an orphan would be a child of PID 1, which may wait for any child, or for
none."""

AT_A_TIME = 4  # loggers that may run for this process at once
MOST, ROOM = 64, 1 << 20  # kept reports, and their size in bytes
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds after a delivery that failed


class Outbox(object):
    """Shared by all threads without a lock: they change it by single operations on lists only."""

    def __init__(self, pid):
        self.pid = pid
        self.kept = []
        self.free = [None] * AT_A_TIME
        self.pause, self.retry_at = FIRST_PAUSE, 0.0

    def full(self):
        """Returns whether no more reports can be kept; further ones are counted."""
        return len(self.kept) >= MOST or sum([len(each) for each, _ in list(self.kept)]) >= ROOM

    def keep(self, reports):
        self.kept.extend(reports)

    def take(self):
        """Removes and returns all kept reports. No other thread gets the same ones."""
        taken = []
        try:
            while True:
                taken.append(self.kept.pop(0))
        except IndexError:
            return taken

    def begin(self, now):
        """Returns whether a delivery may start now. If so, `end` must follow."""
        if now < self.retry_at:
            return False
        try:
            self.free.pop()
            return True
        except IndexError:
            return False

    def end(self, reports, delivered, now):
        """Ends the delivery of `reports`. `delivered`: whether a sink took them; None if none was tried."""
        if delivered:
            self.pause, self.retry_at = FIRST_PAUSE, 0.0
        elif delivered is not None:
            self.kept[:0] = reports
            self.pause, self.retry_at = min(2 * self.pause, LONGEST_PAUSE), now + self.pause
        self.free.append(None)

    def busy(self):
        """Returns whether a thread is delivering."""
        return len(self.free) < AT_A_TIME
