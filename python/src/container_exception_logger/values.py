# SPDX-License-Identifier: Apache-2.0
"""Values as text: bounded in depth, items and length, without running code of the program. The logger masks
secrets in them.

The `repr()` of an object may be the program's code: it may hang, query a database, raise, or take a lock.
Objects are therefore shown by type and attributes, read from the instance itself. Properties, `__getattr__`,
`__repr__` and methods of metaclasses are never called.
"""

from container_exception_logger.containers import mapping, sequence
from container_exception_logger.scalars import LENGTH, SHORT, constant, integer, number, string
from container_exception_logger.text import integers, to_text, unicode_type

DEPTH = 5
IN_ALL = 200000  # characters of all values of a report
TEXT = None if str is bytes else str
Full = BufferError  # raised when there is enough text; to make a class takes longer than to show most values


class Values(object):
    """Shows the values of one report. The text of each is kept, because the same objects occur again in the
    frames of a call chain."""

    def __init__(self):
        self.kinds = {}  # id of a class: its Kind, which holds the class
        self.known = {}  # id of a value: (itself, so that no other gets its id; its text)
        self.left = IN_ALL  # counted down by the caller

    def show(self, value):
        """Returns the value as text of at most LENGTH characters."""
        known = self.known.get(id(value))
        if known is not None:
            return known[1]
        self.out, self.room = [], LENGTH
        self.above = []  # ids of the containers that this value is in
        try:
            self.add(value, DEPTH)
        except Full:
            pass
        try:
            text = to_text("".join(self.out))
        except UnicodeError:  # Python 2: bytes and characters
            text = u"".join(map(to_text, self.out))
        if len(text) > LENGTH:
            text = text[:LENGTH - 3] + "..."
        self.known[id(value)] = value, text
        return text

    def say(self, text):
        self.out.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise Full

    def add(self, value, depth):
        cls = type(value)
        if cls is TEXT and len(value) <= SHORT:  # most values
            self.say(repr(value))
            return
        show, base, compound = BUILT_IN.get(id(cls)) or (None, None, True)
        kind = None
        if show is None:
            kind = self.kind_of(cls)
            show, base, compound = kind.show, kind.base, kind.compound
        if not compound:
            show(self, value, base, kind)
        elif id(value) in self.above:
            self.say("<cycle>")
        elif depth == 0:
            self.say("...")
        else:
            self.above.append(id(value))
            show(self, value, base, kind, depth - 1)
            self.above.pop()

    def kind_of(self, cls):
        kind = self.kinds.get(id(cls))
        if kind is None:
            from container_exception_logger.kinds import Kind
            kind = self.kinds[id(cls)] = Kind(cls)
        return kind


# By the id of a built-in class: what shows its instances, their base, and whether they hold other values.
BUILT_IN = {id(dict): (mapping, dict, True), id(float): (number, float, False)}
BUILT_IN.update((id(each), (sequence, each, True)) for each in (tuple, list, set, frozenset))
BUILT_IN.update((id(each), (string, each, False)) for each in (unicode_type, bytes, bytearray))
BUILT_IN.update((id(each), (integer, each, False)) for each in integers)
BUILT_IN.update((id(each), (constant, each, False)) for each in (
    bool, type(None), type(Ellipsis), type(NotImplemented), complex))
