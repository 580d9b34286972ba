# SPDX-License-Identifier: Apache-2.0
"""One exception is reported once, whichever entry points it passes; and a flood of them is bounded.

No exception is kept alive for this, nor marked: an exception that was reported is told from another at the
same address by its type and by the traceback that it was reported with, which it still carries, perhaps with
more frames around."""

from container_exception_logger.objects import derives

PER_SECOND, BURST = 10.0, 20  # reports of this process
SAME_AFTER = 10.0  # seconds until the same error is reported again
REMEMBERED = 200
NOW, LATER, HOLD = "now", "later", "hold"


class Flood(object):
    def __init__(self):
        # id of an exception: ((mechanism, site), type, (tb id, code, line) of its outermost frame then, key)
        self.seen = {}
        self.ids = {}  # of the reports that were sent of these
        # key of an error: [when last sent, held back since, its last report's head, the last one's thread]
        self.kinds = {}
        self.tokens, self.when = float(BURST), None
        self.pid = None

    def of_process(self, pid):
        """To be told before each use: what a process has held back, its forked child does not report."""
        if pid != self.pid:
            self.pid = pid
            for kind in list(self.kinds.values()):
                kind[1] = 0

    def passed(self, mechanism, exc_info, site, key):
        """Returns the mechanism and site by which this very exception came before; None if it did not.

        It has the traceback of then, and perhaps frames around it. A program that raises the same again and
        again makes the next at the address of the last, with the same traceback: what comes by the same
        mechanism, called from the same site, is one more, unless the process ends of it."""
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
        """The id of the report that was sent of this very exception; None if there is none."""
        before = self._before(exc_info, key_of(exc_info))
        return self.ids.get(id(exc_info[1])) if before else None

    def hold(self, key, thread):
        """One more of a kind that was sent before is held back. `thread`: the name of its thread, or None."""
        kind = self.kinds.get(key)
        if kind:
            kind[1] += 1
            kind[3] = thread

    def admit(self, key, now, thread, ending=False):
        """What to do with an error of this kind: NOW or LATER, for too many were sent of late, and the number
        of those held back since the last; or HOLD, and this one is held back, too.

        `ending`: the interpreter is, so what is held back now would never be counted."""
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
        """`head`: of the report that counts those of its kind that are held back from now on."""
        if key in self.kinds:  # another thread may have made room
            self.kinds[key][2] = head

    def put_back(self, key, held, thread):
        """An error that was admitted, with `held` others, is held back after all."""
        self.tokens += 1
        if key in self.kinds:
            self.kinds[key][:2] = None, held
            self.hold(key, thread)

    def forget(self, key, exc_info):
        """There was no report of it after all, and another try is to pass."""
        self.seen.pop(id(exc_info[1]), None)
        self.kinds.pop(key, None)
        self.tokens += 1

    def nameless(self):
        """How many were held back of kinds that were never sent."""
        return sum([kind[1] for kind in list(self.kinds.values()) if not kind[2]])

    def held_back(self):
        """Takes what was held back, by kind: [(its last record, how many, the last one's thread)]."""
        found = [(kind[2], kind[1], kind[3]) for kind in list(self.kinds.values()) if kind[1] and kind[2]]
        for kind in list(self.kinds.values()):
            kind[1] = 0
        return found


def key_of(exc_info):
    """What makes errors the same within this process: type and the places of the innermost frames. Where
    memory runs out is chance; that it does is one cause."""
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
    """Whether the places of the one key are the innermost of the other's."""
    return key[1:][max(0, len(key) - len(inner)):] == inner[1:]


def _chain(traceback, most=2000):
    found = []
    while traceback is not None and len(found) < most:
        found.append((id(traceback), id(traceback.tb_frame.f_code), traceback.tb_lineno))
        traceback = traceback.tb_next
    return found
