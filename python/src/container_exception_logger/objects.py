# SPDX-License-Identifier: Apache-2.0
"""What an object is and what it holds, told without running any code of the program's.

`value.name`, `isinstance`, `in`, a lookup in a dict, formatting: each asks the object, its class, its class's
class or a key that happens to have the same hash, and any of these may be the program's. So: types are
compared by identity, along `__mro__`; attributes are read by the descriptor of the built-in type that has
them; a dict is gone through and not looked up in; strings are copied to exact ones first.
"""

import sys

from container_exception_logger.text import to_text, unicode_type

NAME = 200  # characters of a name
NAMES = 10000  # of a namespace, that are looked at to find one
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
    class _Old:  # a class that is no type
        pass

    OldClass, OldInstance = type(_Old), type(_Old())
else:
    OldClass = OldInstance = None
module_names = Module.__dict__["__dict__"].__get__
_trace = str is not bytes and BaseException.__dict__["__traceback__"].__get__
EXACT = {id(str)}  # of the types of all keys in a dict
_items = dict.iteritems if str is bytes else dict.items


def mro_of(cls):
    return _mro(cls) or (cls, object)  # of some of Python 2's iterators there is none


def derives(cls, base):
    """Whether the class is the other or derived from it: `issubclass`, but without asking."""
    for each in _mro(cls) or ():
        if each is base:
            return True
    return False


def is_a(value, base):
    """`isinstance`, but without asking `value.__class__`."""
    return type(value) is base or derives(type(value), base)


def one_of(value, types):
    """`type(value) in types`, which would ask the type's own class whether it is equal."""
    return True in [type(value) is each for each in types]


def is_class(value):
    return type(value) is type or type(value) is OldClass or derives(type(value), type)


def plain(text, most=NAME):
    """The beginning of a string, whatever class derived from str (or bytes) it is of, as an exact one; None
    for anything else."""
    if type(text) is unicode_type:
        return to_text(text[:most])
    for base in (unicode_type, bytes):
        if is_a(text, base):
            return to_text(base.__getitem__(text, slice(0, most)))
    return None


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


def items_of(names, most):
    """At most so many of the pairs of a dict, or of one of a class derived from dict, whose key is an exact
    str; of anything else none."""
    if not is_a(names, dict):
        return []
    return [pair for pair in some(iter(_items(names)), most) if type(pair[0]) is str]


def lookup(names, name):
    """`names.get(name)` of a dict: a key of the same hash, but of a class of the program's, is not asked."""
    if is_a(names, dict):
        try:
            for _, (key, value) in zip(range(NAMES), _items(names)):
                if type(key) is str and key == name:
                    return value
        except RuntimeError:  # another thread changes it
            pass
    return None


def of_module(name, attribute):
    """The attribute of a loaded module; None if there is none, or the module is no plain one."""
    modules = sys.modules
    if type(modules) is dict and set(map(id, map(type, list(modules)))) == EXACT:
        module = modules.get(name)  # which there is nobody to ask
    else:
        module = lookup(modules, name)
    return lookup(module_names(module), attribute) if type(module) is Module else None


def class_items(cls):
    """The pairs in a class's own namespace whose name is an exact str."""
    names = cls.__dict__ if type(cls) is OldClass else _names(cls)
    return [pair for pair in list((names or {}).items()) if type(pair[0]) is str]


def class_attribute(cls, name):
    """What the class's own namespace holds under the name, or None."""
    names = cls.__dict__ if type(cls) is OldClass else _names(cls)
    for key, value in list((names or {}).items()):
        if type(key) is str and key == name:
            return value
    return None


def inherited(cls, name):
    """What the class or the first of its bases that has the name holds under it, or None."""
    for each in mro_of(cls):
        found = class_attribute(each, name)
        if found is not None:
            return found
    return None


def instance_dict(thing):
    """The instance's `__dict__`, {} if it has none, None if that is not to be had without the program."""
    found = inherited(type(thing), "__dict__")
    if found is None:
        return {}
    own = found.__get__(thing) if type(found) is GetSet else None
    return own if type(own) is dict else None


def is_data(value):
    """Whether it is neither code nor a module or class."""
    return not (one_of(value, FUNCTIONS) or is_class(value) or derives(type(value), Module))


def built_in(cls):
    """Whether the class is made in C and nobody can change it: its methods run its own code."""
    flags = _flags(cls)
    return not flags & HEAP or sys.version_info >= (3, 10) and bool(flags & IMMUTABLE)


def simple_name(cls):
    """The class's `__name__`."""
    return plain(cls.__name__ if type(cls) is OldClass else type.__dict__["__name__"].__get__(cls)) or u"?"


def short_name(cls):
    """The class's `__qualname__`, in Python 2 `__name__`."""
    return plain(cls.__name__ if type(cls) is OldClass else _name(cls)) or u"?"


def module_of(cls):
    """The class's `__module__`, or None if that is no string."""
    if type(cls) is OldClass or _flags(cls) & HEAP:
        return plain(class_attribute(cls, "__module__"))
    return plain(type.__dict__["__module__"].__get__(cls))


def full_name(cls):
    """The class's name, after its module's, unless that is builtins or the program's main one."""
    name, module = short_name(cls), module_of(cls)
    shown = module is None or module in ("builtins", "__builtin__", "__main__", "exceptions")
    return name if shown else u"%s.%s" % (module, name)


def exact(exc_info):
    """The three of them as they really are: the type that the exception is of, and a real traceback or None.
    A program may have given others (Celery logs an imitation of a traceback, without locals)."""
    exctype, value, traceback = exc_info
    if is_a(value, BaseException):
        exctype = type(value)
    if type(traceback) is not Traceback:
        traceback = _trace(value) if _trace and is_a(value, BaseException) else None
    return exctype, value, traceback
