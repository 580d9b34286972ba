# SPDX-License-Identifier: Apache-2.0
"""What an exception holds, read by the descriptors of the built-in types: no property, `__getattribute__` or
metaclass of the program is asked. The one call into the program is the exception's own `__str__`."""

import sys

if str is bytes:
    text_types = (str, unicode)  # noqa: F821
else:
    text_types = (str,)
    qualname_of = type.__dict__["__qualname__"].__get__

ENTRIES = 1000  # of an exception's `__dict__`, that are looked at to find one
FAILED = "<exception str() failed>"

mro_of = type.__dict__["__mro__"].__get__
plain_name_of = type.__dict__["__name__"].__get__
dict_of_class = type.__dict__["__dict__"].__get__
_dict = BaseException.__dict__["__dict__"].__get__
_args = BaseException.__dict__["args"].__get__
try:
    group_type = BaseExceptionGroup  # noqa: F821 (3.11 and later)
    _members = group_type.__dict__["exceptions"].__get__
except NameError:
    group_type = None


def _reader(base, name):
    """A function that reads the attribute of an instance of `base`; None where there is no such attribute."""
    descriptor = base.__dict__.get(name)
    if descriptor is None:
        return lambda value: None

    def read(value):
        try:
            return descriptor.__get__(value)
        except (AttributeError, TypeError):
            return None

    return read


cause_of = _reader(BaseException, "__cause__")
context_of = _reader(BaseException, "__context__")
suppresses_context = _reader(BaseException, "__suppress_context__")
traceback_of = _reader(BaseException, "__traceback__")


def derives(cls, base):
    """Whether the class is `base` or derived from it."""
    for each in mro_of(cls):
        if each is base:
            return True
    return False


def is_exception(value):
    return derives(type(value), BaseException)


def exact(text):
    """A string of any class derived from str as an exact one; anything else as it is."""
    for base in text_types:
        if type(text) is base:
            return text
        if derives(type(text), base):
            return base.__getitem__(text, slice(None))
    return text


def field(value, name):
    """The instance attribute `name` that is in the exception's `__dict__`, or the class attribute, if that is
    no descriptor; None if there is neither."""
    own = _dict(value)
    if type(own) is dict:
        for count, key in enumerate(list(own)):
            if type(key) is str and key == name:
                return own[key]
            if count == ENTRIES:
                break
    for cls in mro_of(type(value)):
        for key, found in list(dict_of_class(cls).items()):
            if type(key) is str and key == name:
                return None if "__get__" in dict_of_class(type(found)) else found
    return None


def members_of(value):
    """The exceptions of a group as a tuple; None if it is none."""
    if group_type is not None and derives(type(value), group_type):
        members = _members(value)
        return members if type(members) is tuple else ()
    return None


def name_of(cls):
    """The class's (module, qualified name) as exact strings; None for what is no string."""
    if type(cls) is not type and not derives(type(cls), type):  # an old-style class of Python 2
        return exact(cls.__module__), exact(cls.__name__)
    names = dict_of_class(cls)
    if str is bytes:
        module = names.get("__module__", "exceptions" if cls.__module__ == "exceptions" else None)
        return exact(module), cls.__name__
    module = exact(names["__module__"] if "__module__" in names else type.__dict__["__module__"].__get__(cls))
    return module if type(module) is str else None, exact(qualname_of(cls))


class Messages(object):
    """What `str()` says of each exception of one report. It is asked once for each: it may be the program's
    code, and whatever that raises ends here."""

    def __init__(self):
        self.known = {}

    def of(self, value):
        """The text; FAILED where there is none."""
        known = self.known.get(id(value))
        if known is None:
            known = self.known[id(value)] = value, _message(value)
        return known[1]


def _message(value):
    try:
        return exact(str(value))
    except UnicodeError:  # Python 2
        if str is bytes and is_exception(value):
            args = _args(value)
            if len(args) == 1 and type(args[0]) is text_types[-1]:
                return args[0]
    except BaseException:
        pass
    return FAILED


def described(value):
    """What `str()` says of a value of a built-in type; of any other, its type and address."""
    if type(value) in text_types:
        return value
    if type(value) in (int, float, bool, bytes, type(None)) or type(value) is getattr(sys, "maxint", 0).__class__:
        return str(value)
    module, name = name_of(type(value))
    return "<%s%s object at 0x%x>" % ("" if module in (None, "builtins") else module + ".", name, id(value))
