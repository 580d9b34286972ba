# SPDX-License-Identifier: Apache-2.0
"""Inspects objects without running code of the program.

`value.name`, `isinstance`, `in`, a lookup in a dict and formatting call methods of the object, its class, its
metaclass, or a key of the same hash, and any of these may be the program's. Therefore types are compared by
identity along `__mro__`, attributes are read by the descriptor of the built-in type that defines them, dicts
are iterated instead of looked up in, and strings are first copied to exact ones.
"""

import sys

from container_exception_logger.text import to_text, unicode_type

NAME = 200  # characters of a name
NAMES = 10000  # names of a namespace that are compared to find one
HEAP, IMMUTABLE = 1 << 9, 1 << 8  # Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE (3.10 and later)


def _raised():
    try:
        raise ValueError
    except ValueError:
        return sys.exc_info()[2]


_mro = type.__dict__["__mro__"].__get__
_flags, _names = type.__dict__["__flags__"].__get__, type.__dict__["__dict__"].__get__
_name = type.__dict__["__qualname__" if "__qualname__" in type.__dict__ else "__name__"].__get__
Function, Builtin, Module = type(_raised), type(len), type(sys)
Method = type(classmethod(_raised).__get__(None, object))  # type: ignore[arg-type]
GetSet, Member = type(Function.__dict__["__code__"]), type(Function.__dict__["__globals__"])  # a slot's
if hasattr(sys, "pypy_version_info"):
    class _Slots(object):
        __slots__ = ("slot",)

    Member = type(_Slots.__dict__["slot"])
Code, Traceback = type(_raised.__code__), type(_raised())
FUNCTIONS = (Function, Builtin, Method, Code)
if str is bytes:
    class _Old:  # an old-style class, which is no type
        pass

    OldClass, OldInstance = type(_Old), type(_Old())
else:
    OldClass = OldInstance = None
module_names = Module.__dict__["__dict__"].__get__
_trace = str is not bytes and BaseException.__dict__["__traceback__"].__get__
EXACT = {id(str)}  # the ids of the key types of a dict with plain keys only
_items = dict.iteritems if str is bytes else dict.items


def mro_of(cls):
    return _mro(cls) or (cls, object)  # some iterators of Python 2 have none


def derives(cls, base):
    """As `issubclass`, without calling a metaclass."""
    for each in _mro(cls) or ():
        if each is base:
            return True
    return False


def is_a(value, base):
    """As `isinstance`, without reading `value.__class__`."""
    return type(value) is base or derives(type(value), base)


def one_of(value, types):
    """As `type(value) in types`, which would call the metaclass's `__eq__`."""
    return True in [type(value) is each for each in types]


def is_class(value):
    return type(value) is type or type(value) is OldClass or derives(type(value), type)


def plain(text, most=NAME):
    """Returns the first `most` characters of a str or bytes, of derived classes too, as an exact str; None
    for anything else."""
    if type(text) is unicode_type:
        return to_text(text[:most])
    for base in (unicode_type, bytes):
        if is_a(text, base):
            return to_text(base.__getitem__(text, slice(0, most)))
    return None


def some(iterator, most):
    """Returns at most `most` items of an iterator; fewer if another thread changes what it iterates."""
    found = []
    try:
        for each in iterator:
            found.append(each)
            if len(found) == most:
                break
    except RuntimeError:
        pass
    return found


def items_of(names, most):
    """Returns at most `most` pairs of a dict, of a derived class too, whose key is an exact str; of anything
    else none."""
    if not is_a(names, dict):
        return []
    return [pair for pair in some(iter(_items(names)), most) if type(pair[0]) is str]


def lookup(names, name):
    """As `names.get(name)` of a dict, without comparing keys of the program's classes."""
    if is_a(names, dict):
        try:
            for _, (key, value) in zip(range(NAMES), _items(names)):
                if type(key) is str and key == name:
                    return value
        except RuntimeError:  # another thread changes it
            pass
    return None


def of_module(name, attribute):
    """Returns the attribute of a loaded module; None without it, or if the module is of another class."""
    modules = sys.modules
    if type(modules) is dict and set(map(id, map(type, list(modules)))) == EXACT:
        module = modules.get(name)  # all keys are exact, so no code of the program runs
    else:
        module = lookup(modules, name)
    return lookup(module_names(module), attribute) if type(module) is Module else None


def class_items(cls):
    """Returns the pairs in a class's own namespace whose name is an exact str."""
    names = cls.__dict__ if type(cls) is OldClass else _names(cls)
    return [pair for pair in list((names or {}).items()) if type(pair[0]) is str]


def class_attribute(cls, name):
    """Returns the attribute in the class's own namespace, or None."""
    names = cls.__dict__ if type(cls) is OldClass else _names(cls)
    for key, value in list((names or {}).items()):
        if type(key) is str and key == name:
            return value
    return None


def inherited(cls, name):
    """Returns the attribute of the class or of the first of its bases that has it, or None."""
    for each in mro_of(cls):
        found = class_attribute(each, name)
        if found is not None:
            return found
    return None


def instance_dict(thing):
    """Returns an instance's `__dict__`, {} if it has none, None if reading it runs the program's code."""
    found = inherited(type(thing), "__dict__")
    if found is None:
        return {}
    own = found.__get__(thing) if type(found) is GetSet else None
    return own if type(own) is dict else None


def is_data(value):
    """Returns whether the value is neither a function, a module nor a class."""
    return not (one_of(value, FUNCTIONS) or is_class(value) or derives(type(value), Module))


def built_in(cls):
    """Returns whether the class is written in C and cannot be changed, so that its methods are its own."""
    flags = _flags(cls)
    return not flags & HEAP or sys.version_info >= (3, 10) and bool(flags & IMMUTABLE)


def simple_name(cls):
    """Returns the class's `__name__`."""
    return plain(cls.__name__ if type(cls) is OldClass else type.__dict__["__name__"].__get__(cls)) or u"?"


def short_name(cls):
    """Returns the class's `__qualname__`, on Python 2 its `__name__`."""
    return plain(cls.__name__ if type(cls) is OldClass else _name(cls)) or u"?"


def module_of(cls):
    """Returns the class's `__module__`, or None if that is no string."""
    if type(cls) is OldClass or _flags(cls) & HEAP:
        return plain(class_attribute(cls, "__module__"))
    return plain(type.__dict__["__module__"].__get__(cls))


def full_name(cls):
    """Returns `module.name` of the class; only the name if the module is builtins or `__main__`."""
    name, module = short_name(cls), module_of(cls)
    shown = module is None or module in ("builtins", "__builtin__", "__main__", "exceptions")
    return name if shown else u"%s.%s" % (module, name)


def exact(exc_info):
    """Returns exc_info with the exception's real type, and a real traceback or None. A program may pass
    others: Celery logs an imitation of a traceback, without locals."""
    exctype, value, traceback = exc_info
    if is_a(value, BaseException):
        exctype = type(value)
    if type(traceback) is not Traceback:
        traceback = _trace(value) if _trace and is_a(value, BaseException) else None
    return exctype, value, traceback
