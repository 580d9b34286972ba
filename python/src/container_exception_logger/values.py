# SPDX-License-Identifier: Apache-2.0
"""Values as text: bounded in depth, items and length, with secrets masked, and without running the program's
code.

`repr()` of an object of the program's is the program's code: it may hang, query a database, raise, lock, or
print a password. So objects are shown by type and attributes, read from the instance itself; properties,
`__getattr__`, `__repr__` are never called. The exceptions are leaves of the standard library (dates,
decimals, paths, ...). """

import sys

from container_exception_logger.redact import MASK, scrub, secret_name, secret_number
from container_exception_logger.text import integers, to_text, unicode_type

DEPTH, ITEMS, LENGTH = 5, 10, 1024

LEAVES = frozenset([
    ("datetime", "datetime"), ("datetime", "date"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("uuid", "UUID"), ("fractions", "Fraction"),
    ("re", "Pattern"), ("_sre", "SRE_Pattern"), ("builtins", "range"), ("builtins", "slice"),
    ("builtins", "complex"),
    ("builtins", "float"), ("__builtin__", "float"), ("__builtin__", "complex"), ("__builtin__", "xrange"),
    ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"), ("pathlib._local", "PosixPath"),
    ("pathlib._local", "PurePosixPath"), ("ipaddress", "IPv4Address"), ("ipaddress", "IPv6Address"),
    ("ipaddress", "IPv4Network"), ("ipaddress", "IPv6Network"), ("builtins", "ellipsis"),
    ("builtins", "NotImplementedType"), ("builtins", "code"), ("__builtin__", "code")])

_mro_of = type.__dict__["__mro__"].__get__
_getset = type(type(lambda: 0).__dict__["__code__"])
_member = type(type(lambda: 0).__dict__["__closure__"])


def show(value, extra=(), name=""):
    """A value as text of at most LENGTH characters. `name`: what it goes by; `extra`: further names of
    secrets."""
    if name and hides(name, value, extra):
        return MASK
    shower = _Shower(extra)
    try:
        shower.add(value, DEPTH)
    except _Full:
        pass
    text = to_text("".join(map(to_text, shower.out)))
    return text if len(text) <= LENGTH else text[:LENGTH - 3] + "..."


def hides(name, value, extra=()):
    if not secret_name(name, extra) or value is None or type(value) is bool:
        return False
    if isinstance(value, integers + (float,)):
        return secret_number(name)
    if name.upper() in ("PWD", "OLDPWD") and isinstance(value, str) and value.startswith("/"):
        return False
    return type(value).__name__ not in ("module", "function", "builtin_function_or_method", "method", "type",
                                        "instancemethod", "classobj")


def attributes(value):
    """The instance's own attributes as a dict, without running any code of the program's."""
    found = {}
    if str is bytes and type(value).__name__ == "instance":
        return dict(value.__dict__)
    for cls in _mro_of(type(value)):
        for name, attribute in list(type.__dict__["__dict__"].__get__(cls).items()):
            if name == "__dict__" and type(attribute) is _getset and not found:
                own = attribute.__get__(value)
                if type(own) is dict:
                    found.update((key, own[key]) for key in list(own)[:50])
            elif type(attribute) is _member and not name.startswith("__"):
                try:
                    found.setdefault(name, attribute.__get__(value))
                except AttributeError:  # an empty slot
                    pass
    return found


class _Full(Exception):
    """There is text enough."""


class _Shower(object):
    def __init__(self, extra):
        self.extra = extra
        self.out = []
        self.room = LENGTH
        self.above = []  # ids of the containers that this value is in

    def say(self, text):
        self.out.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise _Full

    def add(self, value, depth):
        cls = type(value)
        mro = _mro_of(cls)
        if value is None or cls is bool:
            self.say(repr(value))
        elif str in mro or unicode_type in mro or bytes in mro or bytearray in mro:
            self.string(value, mro)
        elif integers[0] in mro or integers[-1] in mro:
            self.integer(value, cls)
        elif (cls.__module__, cls.__name__) in LEAVES and type(cls) is type:
            self.say(scrub(to_text(cls.__repr__(value)), self.extra))
        elif id(value) in self.above:
            self.say("<cycle>")
        elif depth == 0:
            self.say("...")
        else:
            self.above.append(id(value))
            self.compound(value, cls, mro, depth - 1)
            self.above.pop()

    def string(self, value, mro):
        if bytearray in mro:
            self.say("bytearray(%s)" % _quoted(scrub(bytes(bytearray.__getitem__(value, slice(0, LENGTH)))
                                                     .decode("latin-1"), self.extra), "b"))
            return
        base = unicode_type if unicode_type in mro else bytes
        part, size = base.__getitem__(value, slice(0, LENGTH + 200)), base.__len__(value)
        if base is bytes and str is not bytes:
            shown = _quoted(scrub(part.decode("latin-1"), self.extra), "b")
        else:
            shown = _quoted(scrub(to_text(part), self.extra), "")
        if size > LENGTH + 200:
            shown += "... (%d)" % size
        self.say(shown)

    def integer(self, value, cls):
        if integers[0] is not cls and _enum(cls):
            member = attributes(value)
            self.say("%s.%s" % (cls.__name__, member.get("_name_", "?")))
            return
        bits = integers[-1].bit_length(value) if isinstance(value, integers[-1]) else 0
        if bits > 4096:
            self.say("<int of %d bits>" % bits)
        else:
            text = "%d" % int.__index__(value) if str is not bytes else "%d" % value
            self.say(scrub(text))

    def compound(self, value, cls, mro, depth):
        if dict in mro:
            self.pairs(_some(dict.__iter__(value)), lambda key: dict.__getitem__(value, key), "{", "}", depth,
                       dict.__len__(value), cls)
        elif tuple in mro and "_fields" in vars(cls):
            names = [str(field) for field in cls._fields[:ITEMS]]
            self.fields(cls.__name__ + "(", zip(names, tuple.__iter__(value)), ")", depth)
        elif tuple in mro or list in mro or set in mro or frozenset in mro:
            base = [each for each in (tuple, list, set, frozenset) if each in mro][0]
            self.items(value, base, cls, depth)
        elif isinstance(value, type) or cls.__name__ == "classobj":
            self.say("<class %s>" % _full_name(value))
        elif cls.__name__ == "module":
            self.say("<module %s>" % value.__dict__.get("__name__"))
        elif cls.__name__ in ("function", "builtin_function_or_method", "method", "instancemethod"):
            self.say("<function %s>" % getattr(value, "__qualname__", value.__name__))
        elif _enum(cls):
            self.say("%s.%s" % (cls.__name__, attributes(value).get("_name_", "?")))
        else:
            self.thing(value, cls, mro, depth)

    def items(self, value, base, cls, depth):
        opening, closing = {tuple: "()", list: "[]"}.get(base, "{}")
        if cls is not base:
            self.say(_full_name(cls))
        self.say(opening)
        size, masked, pair = base.__len__(value), False, None
        for number, each in enumerate(_some(base.__iter__(value))):
            if number:
                self.say(", ")
            text = _as_name(each)
            if masked or (number == 1 and pair and hides(pair, each, self.extra)):
                self.say(MASK)
            else:
                self.add(each, depth)
            if number == 0 and base is tuple and size == 2:
                pair = text
            # `--password`, then the password
            masked = bool(text and text.startswith("-") and "=" not in text and " " not in text
                          and secret_name(text, self.extra))
        if size > ITEMS:
            self.say(", ... (%d)" % size)
        self.say("," + closing if base is tuple and size == 1 else closing)

    def pairs(self, keys, get, opening, closing, depth, size, cls):
        self.say((_full_name(cls) if cls is not dict else "") + opening)
        for number, key in enumerate(keys):
            if number:
                self.say(", ")
            self.add(key, depth)
            self.say(": ")
            try:
                each = get(key)
            except Exception:  # gone, or its key does not compare
                self.say("?")
                continue
            name = _as_name(key)
            if name and hides(name, each, self.extra):
                self.say(MASK)
            else:
                self.add(each, depth)
        if size > ITEMS:
            self.say(", ... (%d)" % size)
        self.say(closing)

    def fields(self, opening, fields, closing, depth):
        self.say(opening)
        for number, (name, each) in enumerate(fields):
            if number:
                self.say(", ")
            self.say(name + "=")
            if hides(name, each, self.extra):
                self.say(MASK)
            else:
                self.add(each, depth)
        self.say(closing)

    def thing(self, value, cls, mro, depth):
        name = _full_name(cls)
        if BaseException in mro:
            self.say(name)
            self.add(BaseException.__dict__["args"].__get__(value), depth)
            return
        found = attributes(value)
        own = [(key, found[key]) for key in list(found)[:ITEMS] if isinstance(key, str)]
        if own:
            self.fields("<" + name + " ", own, " ...>" if len(found) > ITEMS else ">", depth)
        else:
            self.say("<" + name + ">")


def _some(iterator):
    """At most ITEMS of it; another thread may be changing what it goes through."""
    found = []
    try:
        for each in iterator:
            found.append(each)
            if len(found) == ITEMS:
                break
    except RuntimeError:
        pass
    return found


def _as_name(value):
    if type(value) is bytes:
        return value[:200].decode("latin-1")
    return value if type(value) in (str, unicode_type) else None


def _enum(cls):
    enum = sys.modules.get("enum")
    return enum is not None and enum.Enum in _mro_of(cls)


def _full_name(cls):
    name = getattr(cls, "__qualname__", None) or cls.__name__
    module = getattr(cls, "__module__", None)
    return "%s.%s" % (module, name) if module not in ("builtins", "__builtin__", "__main__", None) else name


def _quoted(text, prefix):
    if str is bytes:
        text = text.encode("utf-8")
    return prefix + str.__repr__(text)
