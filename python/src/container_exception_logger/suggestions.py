# SPDX-License-Identifier: Apache-2.0
"""`Did you mean` and `Did you forget to import`, as Python adds them to a message (3.10 and later; PyPy from
3.9).

Names are taken from modules, classes and instances whose attributes can be listed without running code of the
program. A class with its own `__dir__` gets no suggestion, nor one with `__getattr__` where Python would ask
for an attribute."""

import sys

from container_exception_logger.exceptions import reader
from container_exception_logger.listing import has, listed, names_of
from container_exception_logger.objects import Module, is_a, lookup, of_module
from container_exception_logger.spelling import closest, letters_changed
from container_exception_logger.variables import variables

VERSION = sys.version_info[:2]
PYPY = hasattr(sys, "pypy_version_info")
IN_C = VERSION < (3, 13) and not PYPY

_missing = reader(NameError, "name")
_attribute_of, _object_of = reader(AttributeError, "name"), reader(AttributeError, "obj")
_module_of, _name_from = reader(ImportError, "name"), reader(ImportError, "name_from")


def of(value, traceback):
    """Returns the text that follows the message, or ""."""
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
    """Applies PyPy's own rule: at most three letters changed."""
    if is_a(value, AttributeError):
        name, names = _attribute_of(value), listed(_object_of(value))
    elif is_a(value, NameError):
        name = _missing(value)
        frame = _innermost(traceback)
        names = frame and _locals(frame) + names_of(frame.f_globals) + (
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
        found = has(myself, name)
        if found is None:
            return None
        if found:
            return "self." + name
    rooms = [local, names_of(frame.f_globals), names_of(frame.f_builtins)]
    if not IN_C:
        return closest(sum(rooms, []), name)
    for names in rooms:
        found = closest(names, name)
        if found:
            return found
    return None
