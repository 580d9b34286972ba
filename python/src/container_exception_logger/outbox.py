# SPDX-License-Identifier: Apache-2.0
"""Reports of a process that lives on: its own thread waits for no sink.

The logger of such a report gives up early where sinks are stalled. The report is kept here then, and given to
the logger once more with a later report, after a pause that grows, and for the last time at exit, when the
process may take its time. No process of ours outlives the call that started it: an orphan would belong to
PID 1, which may be a program that waits for any child, or one that never does."""

AT_A_TIME = 4  # loggers that run for this process
MOST, ROOM = 64, 1 << 20  # reports that are kept, and their size in bytes
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds after a delivery that failed


class Outbox(object):
    """Shared by all threads without a lock: what they have in common are single operations of lists."""

    def __init__(self, pid):
        self.pid = pid
        self.kept = []
        self.free = [None] * AT_A_TIME
        self.pause, self.retry_at = FIRST_PAUSE, 0.0

    def full(self):
        """Whether no more reports can be kept: they are counted then."""
        return len(self.kept) >= MOST or sum([len(each) for each, _ in list(self.kept)]) >= ROOM

    def keep(self, reports):
        self.kept.extend(reports)

    def take(self):
        """All that is kept, which no other thread gets then."""
        taken = []
        try:
            while True:
                taken.append(self.kept.pop(0))
        except IndexError:
            return taken

    def begin(self, now):
        """Whether a delivery may start now; then `end` must follow."""
        if now < self.retry_at:
            return False
        try:
            self.free.pop()
            return True
        except IndexError:
            return False

    def end(self, reports, delivered, now):
        """The delivery of `reports` is over. `delivered`: whether a sink took them, or None if it was not
        made."""
        if delivered:
            self.pause, self.retry_at = FIRST_PAUSE, 0.0
        elif delivered is not None:
            self.kept[:0] = reports
            self.pause, self.retry_at = min(2 * self.pause, LONGEST_PAUSE), now + self.pause
        self.free.append(None)

    def busy(self):
        """Whether a thread is delivering."""
        return len(self.free) < AT_A_TIME
