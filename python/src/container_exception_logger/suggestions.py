# SPDX-License-Identifier: Apache-2.0
"""`Did you mean` and `Did you forget to import`, as Python adds them to a message (3.10 and later; PyPy from
3.9).

Names are taken from modules, classes and instances whose attributes can be listed without running code of
the program's: a class with a `__dir__` of its own, and, where Python would ask for one attribute, a
`__getattr__`, gets no suggestion."""

import sys

from container_exception_logger.exceptions import reader
from container_exception_logger.objects import (
    Module,
    class_attribute,
    class_items,
    derives,
    inherited,
    instance_dict,
    is_a,
    items_of,
    lookup,
    module_names,
    mro_of,
    of_module,
)
from container_exception_logger.spelling import closest, letters_changed
from container_exception_logger.variables import variables

VERSION = sys.version_info[:2]
PYPY = hasattr(sys, "pypy_version_info")
IN_C = VERSION < (3, 13) and not PYPY
NAMES = 10000  # of one namespace

_missing = reader(NameError, "name")
_attribute_of, _object_of = reader(AttributeError, "name"), reader(AttributeError, "obj")
_module_of, _name_from = reader(ImportError, "name"), reader(ImportError, "name_from")


def of(value, traceback):
    """What follows the message; "" for nothing."""
    if PYPY and VERSION < (3, 10):
        return _of_pypy(value, traceback)
    if VERSION < (3, 10):
        return ""
    for base in (NameError, AttributeError, ImportError):
        if type(value) is base or not IN_C and is_a(value, base):
            break
    else:
        return ""
    if base is ImportError:
        return _import(value)
    name = (_missing if base is NameError else _attribute_of)(value)
    if type(name) is not str:
        return ""
    if base is AttributeError:
        return _meant(_attribute(value, name, traceback), name, base)
    found = _name(name, traceback)
    text = _meant(found, name, base)
    if VERSION >= (3, 12) and name in sys.stdlib_module_names:
        text += "%s you forget to import '%s'?" % (" Or did" if found else ". Did", name)
    return text


def _meant(found, name, base):
    if not found:
        return ""
    if VERSION < (3, 15):
        return ". Did you mean: '%s'?" % found
    exact, wrong = ("" if each.isascii() else " (%s)" % ascii(each) for each in (found, name))
    if base is AttributeError:
        return ". Did you mean '.%s'%s instead of '.%s'%s?" % (found, exact, name, wrong if exact else "")
    return ". Did you mean: '%s'%s?" % (found, exact)


def _of_pypy(value, traceback):
    """PyPy's own rules: at most three letters changed."""
    if is_a(value, AttributeError):
        name, names = _attribute_of(value), listed(_object_of(value))
    elif is_a(value, NameError):
        name = _missing(value)
        frame = _innermost(traceback)
        names = frame and _locals(frame) + _names(frame.f_globals) + (
            listed(of_module("builtins", "__name__") and sys.modules["builtins"]) or [])
    else:
        return ""
    if type(name) is not str or not names:
        return ""
    best, found = len(name), None
    for each in names:
        changes = letters_changed(name, each)
        if 0 < changes < min(best, 4):
            best, found = changes, each
    return ". Did you mean: %s?" % found if found else ""


def _import(value):
    if VERSION < (3, 12):
        return ""
    name, module = _name_from(value), _module_of(value)
    module = lookup(sys.modules, module) if type(module) is str else None
    if type(name) is not str or type(module) is not Module:
        return ""
    names = listed(module)
    if names is None:
        return ""
    if not IN_C and name[:1] != "_":
        names = [each for each in names if each[:1] != "_"]
    return _meant(closest(names, name), name, ImportError)


def _attribute(value, name, traceback):
    thing = _object_of(value)
    names = listed(thing)
    if names is None:
        return None
    if not IN_C and name[:1] != "_" and not _is_self(thing, traceback):
        names = [each for each in names if each[:1] != "_"]
    return closest(names, name)


def _is_self(thing, traceback):
    frame = _innermost(traceback)
    return frame is not None and _local(frame, "self") is thing


def _innermost(traceback):
    if traceback is None:
        return None
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_frame


def _local(frame, name):
    for each, value in variables(frame)[0]:
        if each == name:
            return value
    return None


def _locals(frame):
    return [name for name, _ in variables(frame)[0]]


def _name(name, traceback):
    frame = _innermost(traceback)
    if frame is None:
        return None
    local = list(frame.f_code.co_varnames[:frame.f_code.co_nlocals]) if IN_C else _locals(frame)
    if VERSION >= (3, 12) and "self" in local:
        myself = _local(frame, "self")
        has = _has(myself, name)
        if has is None:
            return None
        if has:
            return "self." + name
    rooms = [local, _names(frame.f_globals), _names(frame.f_builtins)]
    if not IN_C:
        return closest(sum(rooms, []), name)
    for names in rooms:
        found = closest(names, name)
        if found:
            return found
    return None


def _names(namespace):
    return [name for name, _ in items_of(namespace, NAMES)] if type(namespace) is dict else []


def listed(thing):
    """What `dir()` lists, sorted; None if that would run code of the program's."""
    cls = type(thing)
    if cls is Module:
        names = module_names(thing)
        return None if lookup(names, "__dir__") is not None else _sorted(_names(names))
    kind = type if derives(cls, type) else object
    if inherited(cls, "__dir__") is not class_attribute(kind, "__dir__"):
        return None
    own = {} if kind is type else instance_dict(thing)
    if own is None:
        return None
    found = set(_names(own))
    for each in mro_of(thing if kind is type else cls):
        found.update(name for name, _ in class_items(each)[:NAMES])
    return _sorted(found)


def _sorted(names):
    names = list(names)
    names.sort()
    return names


def _has(thing, name):
    """Whether it has the attribute; None if asking for it would run code of the program's."""
    cls = type(thing)
    if derives(cls, type) or cls is Module:
        return name in (listed(thing) or ())
    if inherited(cls, "__getattribute__") is not class_attribute(object, "__getattribute__"):
        return None
    own = instance_dict(thing)
    if own is None:
        return None
    if name in _names(own):
        return True
    found = inherited(cls, name)
    if found is None:
        return None if inherited(cls, "__getattr__") is not None else False
    return None if is_a(found, property) else True
