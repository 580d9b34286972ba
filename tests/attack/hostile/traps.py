# SPDX-License-Identifier: Apache-2.0
"""Classes whose every method, property and class of its own is a trap once `set_all()` was called: it leaves
its name in a file and does what the variable HARM says. One text for all Pythons."""

import os
import sys
import time

METHODS = """
    __repr__ __str__ __unicode__ __bytes__ __format__ __hash__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__
    __cmp__ __bool__ __nonzero__ __len__ __length_hint__ __iter__ __next__ next __reversed__
    __contains__ __getitem__ __setitem__ __delitem__ __missing__ __getattribute__ __getattr__
    __setattr__ __delattr__ __dir__ __get__ __set__ __delete__ __call__ __enter__ __exit__ __int__
    __index__ __float__ __complex__ __long__ __trunc__ __round__ __abs__ __neg__ __invert__ __add__
    __radd__ __mod__ __rmod__ __mul__ __rmul__ __and__ __or__ __sub__ __rsub__ __instancecheck__
    __subclasscheck__ __subclasses__ mro __prepare__ __copy__ __deepcopy__ __reduce__ __reduce_ex__
    __getstate__ __sizeof__ __fspath__ __buffer__ __iadd__ __await__ keys items values get iteritems pop
    encode decode startswith endswith join splitlines split strip replace utcoffset tzname dst isoformat
    bit_length as_integer_ratio is_integer as_tuple getName load_module get_data get_source is_package
    get_code get_filename getMessage""".split()
PROPERTIES = """
    __class__ __dict__ __module__ __name__ __qualname__ __doc__ __bases__ __mro__ __flags__ __slots__
    __traceback__ __cause__ __context__ __suppress_context__ __notes__ __wrapped__ __func__ __self__
    args errno filename lineno text offset msg message exceptions name _name ident daemon obj key
    pattern flags start stop step real numerator tzinfo __abstractmethods__ __annotations__ __code__
    __fields__ _fields _name_ _value_ _str _ip int""".split()
HARM = os.environ.get("HARM", "none")
LOG = os.environ.get("TRAPS", "") + (".hooked" if "CEL_SINK" in os.environ else ".alone")
armed = []  # pairs: a class, and what it is called in the file
_set = type.__setattr__


def sprung(name):
    opened = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(opened, ("%s\n" % name).encode("ascii"))
    os.close(opened)
    if HARM == "exit":
        sys.exit(9)
    if HARM == "interrupt":
        raise KeyboardInterrupt(name)
    if HARM == "sleep":
        time.sleep(8)
    raise TypeError(name)


def trap(name):
    return lambda *args, **more: sprung(name)


def trapped(*bases, **names):
    """A class of these bases, whose class is hostile, too, where it can be."""
    title = names.pop("title", "Hostile" + "".join([each.__name__.title() for each in bases]))
    keep = names.pop("keep", ())
    kind = type(bases[-1])
    meta = type("Meta" + title, (kind,), {})
    made = meta(title, bases, names)
    if hasattr(sys, "pypy_version_info") and issubclass(made, BaseException):
        keep += ("__getattribute__", "__getattr__", "__setattr__", "__traceback__", "__context__",
                 "__cause__", "__class__")  # which `raise` asks
    armed.append((made, title, keep))
    armed.append((meta, meta.__name__, ("__subclasscheck__",)))  # which `raise` calls
    return made


def set_all():
    HASHED.append(True)
    for cls, title, keep in armed:
        for name in METHODS:
            if name not in keep:
                _set(cls, name, trap("%s.%s" % (title, name)))
        for name in PROPERTIES:
            if name not in keep:
                try:
                    _set(cls, name, property(trap("%s.%s" % (title, name))))
                except (TypeError, AttributeError):  # of a class that is not to be changed
                    pass


class Key(str):
    """A string with the hash of an exact one."""

    def __hash__(self):
        return str.__hash__(self) if not HASHED else sprung("Key.__hash__")

    def __eq__(self, other):
        return self is other if not HASHED else sprung("Key.__eq__")

    def __repr__(self):
        return sprung("Key.__repr__")

    def fail(self, *args):
        return sprung("Key")

    __ne__ = __str__ = __len__ = __getitem__ = __format__ = __iter__ = __contains__ = __mod__ = fail
    encode = decode = startswith = rpartition = partition = splitlines = upper = lower = replace = fail


HASHED = []  # not empty: keys are armed, too
