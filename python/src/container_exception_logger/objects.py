# SPDX-License-Identifier: Apache-2.0
"""What an object is and what it holds, told without running any code of the program's."""

import sys

from container_exception_logger.text import integers, unicode_type

# Of the standard library, and with a `__repr__` that is quick and says it all.
LEAVES = frozenset([
    ("datetime", "datetime"), ("datetime", "date"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("decimal", "Decimal"), ("uuid", "UUID"), ("fractions", "Fraction"),
    ("re", "Pattern"), ("_sre", "SRE_Pattern"), ("builtins", "range"), ("builtins", "slice"),
    ("builtins", "complex"), ("builtins", "float"), ("__builtin__", "float"), ("__builtin__", "complex"),
    ("__builtin__", "xrange"), ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"),
    ("pathlib._local", "PosixPath"), ("pathlib._local", "PurePosixPath"), ("ipaddress", "IPv4Address"),
    ("ipaddress", "IPv6Address"), ("ipaddress", "IPv4Network"), ("ipaddress", "IPv6Network"),
    ("builtins", "ellipsis"), ("builtins", "NotImplementedType"), ("builtins", "code"),
    ("__builtin__", "code")])
FUNCTIONS = ("function", "builtin_function_or_method", "method", "instancemethod")
CONTAINERS = (tuple, list, set, frozenset)
MOST = 50  # attributes of one object that are looked at

mro_of = type.__dict__["__mro__"].__get__
_getset = type(type(lambda: 0).__dict__["__code__"])
_member = type(type(lambda: 0).__dict__["__closure__"])


def kind_of(cls):
    """What instances of the class are to be shown as: (kind, the built-in type that they are of, if any)."""
    mro = mro_of(cls)
    if cls is bool or cls is type(None):
        return "constant", cls
    for base in (unicode_type, bytes, bytearray):
        if base in mro:
            return "string", base
    for base in integers:
        if base in mro:
            return "enum" if _is_enum(mro) else "integer", base
    if (cls.__module__, cls.__name__) in LEAVES and type(cls) is type:
        return "leaf", None
    if dict in mro:
        return "mapping", dict
    if tuple in mro and "_fields" in vars(cls):
        return "record", tuple
    for base in CONTAINERS:
        if base in mro:
            return "sequence", base
    if type in mro or cls.__name__ == "classobj":
        return "type_", None
    if cls.__name__ == "module" or cls.__name__ in FUNCTIONS:
        return cls.__name__ if cls.__name__ == "module" else "function", None
    if _is_enum(mro):
        return "enum", None
    return "exception" if BaseException in mro else "object", None


def attributes(value):
    """The instance's own attributes as a dict: those of its `__dict__` and its slots, no properties."""
    found = {}
    if str is bytes and type(value).__name__ == "instance":
        return dict(value.__dict__)
    for cls in mro_of(type(value)):
        for name, attribute in list(type.__dict__["__dict__"].__get__(cls).items()):
            if name == "__dict__" and type(attribute) is _getset and not found:
                own = attribute.__get__(value)
                if type(own) is dict:
                    found.update((key, own[key]) for key in some(iter(own), MOST))
            elif type(attribute) is _member and not name.startswith("__"):
                try:
                    found.setdefault(name, attribute.__get__(value))
                except AttributeError:  # an empty slot
                    pass
    return found


def some(iterator, most):
    """At most so many of it, as a list; another thread may be changing what it goes through."""
    found = []
    try:
        for each in iterator:
            found.append(each)
            if len(found) == most:
                break
    except RuntimeError:
        pass
    return found


def full_name(cls):
    """The class's name, after its module's, unless that is builtins or the program's main one."""
    name = getattr(cls, "__qualname__", None) or cls.__name__
    module = getattr(cls, "__module__", None)
    return "%s.%s" % (module, name) if isinstance(module, str) and module not in (
        "builtins", "__builtin__", "__main__", "exceptions") else name


def _is_enum(mro):
    enum = sys.modules.get("enum")
    return enum is not None and getattr(enum, "Enum", None) in mro
