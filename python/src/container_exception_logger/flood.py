# SPDX-License-Identifier: Apache-2.0
"""Reports each exception once, whichever entry points it passes, and bounds a flood of them.

No exception is kept alive or marked for this. A reported exception is distinguished from another one at the
same address by its type and by the traceback it had then, which it still has, perhaps inside more frames."""

from container_exception_logger.objects import derives

PER_SECOND, BURST = 10.0, 20  # reports of this process
SAME_AFTER = 10.0  # seconds until the same error is reported again
REMEMBERED = 200
NOW, LATER, HOLD = "now", "later", "hold"


class Flood(object):
    def __init__(self):
        # id of an exception: ((mechanism, site), type, (tb id, code, line) of its outermost frame then, key)
        self.seen = {}
        self.ids = {}  # id of an exception: id of its report
        # key of an error: [time of the last report, number held back since, head of the last report, thread]
        self.kinds = {}
        self.tokens, self.when = float(BURST), None
        self.pid = None

    def of_process(self, pid):
        """Must be called before each use: a forked child does not report what its parent has held back."""
        if pid != self.pid:
            self.pid = pid
            for kind in list(self.kinds.values()):
                kind[1] = 0

    def passed(self, mechanism, exc_info, site, key):
        """Returns the mechanism and site by which this very exception came before; None if it did not.

        It then has the same traceback, perhaps inside more frames. A program that raises an error repeatedly
        makes each at the address of the last, with the same traceback: an exception by the same mechanism
        from the same site is a new one, unless the process ends of it."""
        exctype, value, traceback = exc_info
        before = self._before(exc_info, key)
        if before:
            return before[0]
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
            self.ids.clear()
        self.ids.pop(id(value), None)
        chain = _chain(traceback, 1)
        self.seen[id(value)] = ((mechanism, site), exctype, chain[0] if chain else None, key)
        return None

    def _before(self, exc_info, key):
        exctype, value, traceback = exc_info
        before = self.seen.get(id(value))
        if before and before[1] is exctype and (before[2] is None or (
                before[2] in _chain(traceback) and _ends_with(key, before[3]))):
            return before
        return None

    def report_of(self, exc_info):
        """Returns the id of the report of this very exception; None if it has none."""
        before = self._before(exc_info, key_of(exc_info))
        return self.ids.get(id(exc_info[1])) if before else None

    def hold(self, key, thread):
        """Counts an error of a kind that was sent before. `thread`: the name of its thread, or None."""
        kind = self.kinds.get(key)
        if kind:
            kind[1] += 1
            kind[3] = thread

    def admit(self, key, now, thread, ending=False):
        """Returns what to do with an error of this kind, and the number of those held back since the last
        report: NOW; LATER, because too many were sent recently; or HOLD, to count this one as well.

        `ending`: whether the interpreter is ending, when an error held back would never be counted."""
        if self.when is not None:
            self.tokens = min(float(BURST), self.tokens + max(0.0, now - self.when) * PER_SECOND)
        self.when = now
        if len(self.kinds) >= REMEMBERED and key not in self.kinds:
            kinds = list(self.kinds.items())
            nothing_held = [each for each, kind in kinds if not kind[1]]
            self.kinds.pop(nothing_held[0] if nothing_held else kinds[0][0], None)
        kind = self.kinds.setdefault(key, [None, 0, None, None])
        too_soon = not ending and kind[0] is not None and now - kind[0] < SAME_AFTER
        if too_soon or (self.tokens < 1 and kind[2]):
            self.hold(key, thread)
            return HOLD, 0
        verdict = LATER if self.tokens < 1 else NOW
        self.tokens = max(0.0, self.tokens - 1)
        held, kind[0], kind[1] = kind[1], now, 0
        return verdict, held

    def sent(self, key, head):
        """Keeps the head of a kind's last report, for the report that counts those held back after it."""
        if key in self.kinds:  # another thread may have removed it to make room
            self.kinds[key][2] = head

    def put_back(self, key, held, thread):
        """Undoes `admit` of an error, with `held` others, and holds it back."""
        self.tokens += 1
        if key in self.kinds:
            self.kinds[key][:2] = None, held
            self.hold(key, thread)

    def forget(self, key, exc_info):
        """Undoes `admit` of an error whose report failed, so that the next attempt is admitted."""
        self.seen.pop(id(exc_info[1]), None)
        self.kinds.pop(key, None)
        self.tokens += 1

    def nameless(self):
        """Returns how many errors were held back of kinds that were never sent."""
        return sum([kind[1] for kind in list(self.kinds.values()) if not kind[2]])

    def held_back(self):
        """Removes and returns what was held back, by kind: [(head of its last report, number, thread)]."""
        found = [(kind[2], kind[1], kind[3]) for kind in list(self.kinds.values()) if kind[1] and kind[2]]
        for kind in list(self.kinds.values()):
            kind[1] = 0
        return found


def key_of(exc_info):
    """Returns what makes errors the same within this process: type and places of the innermost frames. All
    MemoryErrors are the same, because where memory runs out is chance."""
    exctype, _, traceback = exc_info
    if derives(exctype, MemoryError):
        return id(MemoryError),
    innermost = []
    while traceback is not None:
        innermost.append(traceback)
        if len(innermost) > 200:
            del innermost[:-5]
        traceback = traceback.tb_next
    return (id(exctype),) + tuple((id(each.tb_frame.f_code), each.tb_lineno) for each in innermost[-5:])


def _ends_with(key, inner):
    """Returns whether `inner` has the innermost places of `key`."""
    return key[1:][max(0, len(key) - len(inner)):] == inner[1:]


def _chain(traceback, most=2000):
    found = []
    while traceback is not None and len(found) < most:
        found.append((id(traceback), id(traceback.tb_frame.f_code), traceback.tb_lineno))
        traceback = traceback.tb_next
    return found
