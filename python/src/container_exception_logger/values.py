# SPDX-License-Identifier: Apache-2.0
"""Values as text: bounded in depth, items and length, and without running the program's code. What is secret
in it, the logger masks.

`repr()` of an object of the program's is the program's code: it may hang, query a database, raise, lock, or
print a password. So objects are shown by type and attributes, read from the instance itself; properties,
`__getattr__`, `__repr__` are never called, nor is anything of their classes' classes.
"""

from container_exception_logger.kinds import Kind
from container_exception_logger.objects import some
from container_exception_logger.scalars import LENGTH, SCALARS, SHORT
from container_exception_logger.text import to_text

DEPTH, ITEMS = 5, 10


Full = BufferError  # there is text enough; a class of ours would take longer to make than most values


class Values(object):
    """Shows the values of one report; what it was shown once is remembered, since the same objects come again
    in the frames of a call chain."""

    def __init__(self):
        self.kinds = {}  # id of a class: its Kind, which holds the class
        self.strings = {}  # of `str`: what is shown of it
        self.known = {}  # id of a value: (itself, so that no other gets its id; its text)

    def show(self, value):
        """The value as text of at most LENGTH characters."""
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
        if cls is str and len(value) <= SHORT and value in self.strings:
            self.say(self.strings[value])
            return
        kind = self.kind_of(cls)
        if not kind.compound:
            SCALARS[kind.show](self, value, kind)
        elif id(value) in self.above:
            self.say("<cycle>")
        elif depth == 0:
            self.say("...")
        else:
            self.above.append(id(value))
            # No bound method is kept: in a circle with it, all values shown would live until garbage is
            # collected.
            getattr(self, kind.show)(value, kind, depth - 1)
            self.above.pop()

    def kind_of(self, cls):
        kind = self.kinds.get(id(cls))
        if kind is None:
            kind = self.kinds[id(cls)] = Kind(cls)
        return kind

    def leaf(self, value, kind, depth):
        parts = kind.leaf(value, lambda each: self.kind_of(type(each)).attributes(each))
        if parts is None:
            self.object(value, kind, depth)
            return
        for part in parts:
            if type(part) is tuple:
                self.add(part[0], depth)
            else:
                self.say(part)

    def sequence(self, value, kind, depth):
        base = kind.base
        opening, closing = {tuple: "()", list: "[]"}.get(base, "{}")
        self.say(opening if kind.cls is base else kind.name + opening)
        for number, each in enumerate(some(base.__iter__(value), ITEMS)):
            if number:
                self.out.append(", ")
            self.add(each, depth)
        size = base.__len__(value)
        if size > ITEMS:
            self.out.append(", ... (%d)" % size)
        self.out.append("," + closing if base is tuple and size == 1 else closing)

    def mapping(self, value, kind, depth):
        self.say("{" if kind.cls is dict else kind.name + "{")
        items = dict.iteritems(value) if str is bytes else iter(dict.items(value))
        for number, (key, each) in enumerate(some(items, ITEMS)):
            if number:
                self.out.append(", ")
            self.add(key, depth)
            self.out.append(": ")
            self.add(each, depth)
        size = dict.__len__(value)
        self.out.append(", ... (%d)}" % size if size > ITEMS else "}")

    def record(self, value, kind, depth):
        self._fields(kind.name.rpartition(".")[2] + "(",
                     zip(kind.fields[:ITEMS], some(tuple.__iter__(value), ITEMS)), ")", depth)

    def exception(self, value, kind, depth):
        self.say(kind.name)
        self.add(BaseException.__dict__["args"].__get__(value), depth)

    def object(self, value, kind, depth):
        found = kind.attributes(value)
        if found:
            own = [(key, found[key]) for key in list(found)[:ITEMS]]
            self._fields("<%s " % kind.name, own, " ...>" if len(found) > ITEMS else ">", depth)
        else:
            self.say("<%s>" % kind.name)

    def _fields(self, opening, fields, closing, depth):
        self.say(opening)
        for number, (name, each) in enumerate(fields):
            self.say(", %s=" % name if number else name + "=")
            self.add(each, depth)
        self.out.append(closing)
