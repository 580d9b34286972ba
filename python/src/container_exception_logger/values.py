# SPDX-License-Identifier: Apache-2.0
"""Values as text: bounded in depth, items and length, with secrets masked, and without running the program's
code.

`repr()` of an object of the program's is the program's code: it may hang, query a database, raise, lock, or
print a password. So objects are shown by type and attributes, read from the instance itself; properties,
`__getattr__`, `__repr__` are never called, nor is anything of their classes' classes.
"""

from container_exception_logger.kinds import FUNCTIONS, Kind
from container_exception_logger.names import secret_name, secret_number
from container_exception_logger.objects import (
    Builtin,
    Code,
    Method,
    Module,
    derives,
    full_name,
    is_class,
    lookup,
    module_names,
    plain,
    some,
)
from container_exception_logger.redact import MASK, scrub
from container_exception_logger.strings import quoted, text_of
from container_exception_logger.text import integers, to_text, unicode_type

DEPTH, ITEMS, LENGTH = 5, 10, 1024
SHORT = 200  # characters of a string that is remembered
BITS = 2048  # of the largest integer that is shown: fewer digits than any limit that can be set for them


def hides(name, value, extra=()):
    """Whether the value that goes by this name is a secret. `extra`: as for `secret_name`."""
    if not secret_name(name, extra) or value is None or type(value) is bool:
        return False
    if True in [derives(type(value), each) for each in integers + (float,)]:
        return secret_number(name)
    if name.upper() in ("PWD", "OLDPWD") and type(value) is str and value.startswith("/"):
        return False
    return is_data(value)


def is_data(value):
    """Whether it is neither code nor a module or class."""
    return True not in [type(value) is each for each in FUNCTIONS] and not (
        is_class(value) or derives(type(value), Module))


class _Full(Exception):
    """There is text enough."""


class Values(object):
    """Shows the values of one report; what it was shown once is remembered, since the same objects come again
    in the frames of a call chain."""

    def __init__(self, extra=()):
        self.extra = extra
        self.kinds = {}  # id of a class: its Kind, which holds the class
        self.plain = set()  # names that no secret goes by
        self.strings = {}  # of `str`: what is shown of it
        self.known = {}  # id of a value: (itself, so that no other gets its id; its text)

    def show(self, value, name=""):
        """The value as text of at most LENGTH characters. `name`: what it goes by."""
        if name and self.hides(name, value):
            return MASK
        known = self.known.get(id(value))
        if known is not None:
            return known[1]
        self.out, self.room = [], LENGTH
        self.above = []  # ids of the containers that this value is in
        try:
            self.add(value, DEPTH)
        except _Full:
            pass
        try:
            text = to_text("".join(self.out))
        except UnicodeError:  # Python 2: bytes and characters
            text = u"".join(map(to_text, self.out))
        if len(text) > LENGTH:
            text = text[:LENGTH - 3] + "..."
        self.known[id(value)] = value, text
        return text

    def hides(self, name, value):
        """As the function of this name, which need not look at most names again."""
        if name in self.plain:
            return False
        if secret_name(name, self.extra):
            return hides(name, value, self.extra)
        self.plain.add(name)
        return False

    def say(self, text):
        self.out.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise _Full

    def add(self, value, depth):
        cls = type(value)
        if cls is str and len(value) <= SHORT and value in self.strings:
            self.say(self.strings[value])
            return
        kind = self.kind_of(cls)
        # No bound method is kept: in a circle with it, all values shown would live until garbage is
        # collected.
        show = getattr(self, kind.show)
        if not kind.compound:
            show(value, kind, depth)
        elif id(value) in self.above:
            self.say("<cycle>")
        elif depth == 0:
            self.say("...")
        else:
            self.above.append(id(value))
            show(value, kind, depth - 1)
            self.above.pop()

    def kind_of(self, cls):
        kind = self.kinds.get(id(cls))
        if kind is None:
            kind = self.kinds[id(cls)] = Kind(cls)
        return kind

    def constant(self, value, kind, depth):
        self.say(repr(value))

    def number(self, value, kind, depth):
        self.say(float.__repr__(value))

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

    def string(self, value, kind, depth):
        shown = text_of(value, kind.base, LENGTH, self.extra)
        if kind.cls is str and len(value) <= SHORT:
            self.strings[value] = shown
        self.say(shown)

    def integer(self, value, kind, depth):
        bits = kind.base.bit_length(value)
        if bits > BITS:
            self.say("<int of %d bits>" % bits)
        else:
            self.say(scrub("%d" % kind.base.__add__(value, 0)))

    def enum(self, value, kind, depth):
        self.say("%s.%s" % (kind.name.rpartition(".")[2], plain(kind.attributes(value).get("_name_")) or "?"))

    def module(self, value, kind, depth):
        self.say("<module %s>" % plain(lookup(module_names(value), "__name__")))

    def function(self, value, kind, depth):
        if kind.cls is Method:
            value = value.__func__
        if True not in [type(value) is each for each in FUNCTIONS]:
            self.say("<method>")
        elif type(value) is Builtin:  # whose `__qualname__` asks the class of what it is bound to
            self.say("<function %s>" % value.__name__)
        elif type(value) is Code:
            self.say("<code %s>" % plain(value.co_name))
        else:
            self.say("<function %s>" % plain(getattr(value, "__qualname__", value.__name__)))

    def type_(self, value, kind, depth):
        self.say("<class %s>" % full_name(value))

    def sequence(self, value, kind, depth):
        base = kind.base
        opening, closing = {tuple: "()", list: "[]"}.get(base, "{}")
        self.say(opening if kind.cls is base else kind.name + opening)
        shown = some(base.__iter__(value), ITEMS)
        names = [_as_name(each) or "" for each in shown]
        secret = self._arguments(names)
        if base is tuple and len(shown) == 2 and names[0] and self.hides(names[0], shown[1]):
            secret[1] = MASK
        for number, each in enumerate(shown):
            if number:
                self.out.append(", ")
            if number in secret:
                self.say(secret[number])
            else:
                self.add(each, depth)
        size = base.__len__(value)
        if size > ITEMS:
            self.out.append(", ... (%d)" % size)
        self.out.append("," + closing if base is tuple and size == 1 else closing)

    def _arguments(self, names):
        """Of the words of a command line: those that are secrets, by number, as they are shown."""
        if not any(name[:1] == "-" for name in names):
            return {}
        from container_exception_logger.arguments import masked
        shown = masked(names, self.extra)
        return {number: quoted(scrub(shown[number], self.extra)) for number, name in enumerate(names)
                if name != shown[number]}

    def mapping(self, value, kind, depth):
        self.say("{" if kind.cls is dict else kind.name + "{")
        items = dict.iteritems(value) if str is bytes else iter(dict.items(value))
        for number, (key, each) in enumerate(some(items, ITEMS)):
            if number:
                self.out.append(", ")
            self.add(key, depth)
            self.out.append(": ")
            name = key if type(key) is str else _as_name(key)
            if name and self.hides(name, each):
                self.say(MASK)
            else:
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
            if self.hides(name, each):
                self.say(MASK)
            else:
                self.add(each, depth)
        self.out.append(closing)


def _as_name(value):
    if type(value) is bytes:
        return value[:200].decode("latin-1")
    return value if type(value) is str or type(value) is unicode_type else None
