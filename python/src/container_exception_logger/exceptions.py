# SPDX-License-Identifier: Apache-2.0
"""Reads what an exception holds by the descriptors of the built-in types, so that no property,
`__getattribute__` or metaclass of the program runs. The only call into the program is the exception's own
`__str__`."""

from container_exception_logger.objects import (
    OldClass,
    class_attribute,
    is_a,
    lookup,
    mro_of,
    one_of,
)
from container_exception_logger.text import integers, unicode_type

FAILED = "<exception str() failed>"

_dict = BaseException.__dict__["__dict__"].__get__
_args = BaseException.__dict__["args"].__get__
try:
    group_type = BaseExceptionGroup  # noqa: F821 (3.11 and later)
    _members = group_type.__dict__["exceptions"].__get__
except NameError:
    group_type = None


def reader(base, name):
    """Returns a function that returns an attribute of an instance of the built-in `base`, or None."""
    descriptor = base.__dict__.get(name)

    def read(value):
        try:
            return descriptor and descriptor.__get__(value)
        except (AttributeError, TypeError):
            return None

    return read


cause_of = reader(BaseException, "__cause__")
context_of = reader(BaseException, "__context__")
suppresses_context = reader(BaseException, "__suppress_context__")
traceback_of = reader(BaseException, "__traceback__")


def before(value):
    """Returns the exception that led to this one, and "cause" or "context"; (None, None) if there is none."""
    cause, context = cause_of(value), context_of(value)
    if cause is not None:
        return cause, "cause"
    if context is not None and not suppresses_context(value):
        return context, "context"
    return None, None


def members_of(value):
    """Returns the exceptions of a group as a tuple; None for an exception that is no group."""
    if group_type is None or not is_a(value, group_type):
        return None
    members = _members(value)
    return tuple(each for each in members if is_a(each, BaseException)) if type(members) is tuple else ()


def own_attribute(value, name):
    """Returns the attribute in the exception's `__dict__`, or None."""
    return lookup(_dict(value), name)


def field(value, name):
    """Returns the attribute in the exception's `__dict__`, else the one of its class, unless that is a
    descriptor; or None."""
    found = own_attribute(value, name)
    if found is not None:
        return found
    for cls in mro_of(type(value)):
        found = class_attribute(cls, name)
        if found is not None:
            return None if any(class_attribute(each, "__get__") for each in mro_of(type(found))) else found
    return None


def as_text(value):
    """Returns a string of a class derived from str as an exact str; anything else as it is."""
    for base in (str, unicode_type):
        if type(value) is not base and is_a(value, base):
            return base.__getitem__(value, slice(None))
    return value


def described(value):
    """Returns `str()` of a value of a built-in type; of any other value, its type and address."""
    value = as_text(value)
    if one_of(value, (str, unicode_type)):
        return value
    if one_of(value, integers + (float, bool, bytes, type(None))):
        return str(value)
    module, name = name_of(type(value))
    return "<%s%s object at 0x%x>" % ("" if module in (None, "builtins") else module + ".", name, id(value))


def name_of(cls):
    """Returns the class's module, None if that is no string, and its qualified name, on Python 2 its name."""
    if type(cls) is OldClass:
        module, name = cls.__module__, cls.__name__
    else:
        module = class_attribute(cls, "__module__")
        if one_of(module, (type(None), type(_dict))) or is_a(module, property):
            module = type.__dict__["__module__"].__get__(cls)
        name = type.__dict__["__name__" if str is bytes else "__qualname__"].__get__(cls)
    module = as_text(module)
    return module if type(module) is str else None, as_text(name)


def message_of(value, messages):
    """Returns `str()` of the exception, on Python 2 as bytes; FAILED where that fails. `messages`: those of
    one report by the exception's id: each `__str__` is called once, as it may be the program's."""
    if id(value) not in messages:
        messages[id(value)] = value, _message(value)
    return messages[id(value)][1]


def _message(value):
    """Returns `str()` of the exception. What `__str__` raises, including SystemExit and KeyboardInterrupt,
    ends here."""
    try:
        return as_text(str(value))
    except UnicodeError:  # Python 2
        if str is bytes and is_a(value, BaseException):
            args = _args(value)
            if len(args) == 1 and type(args[0]) is unicode_type:
                return args[0]
    except BaseException:
        pass
    return FAILED
