# SPDX-License-Identifier: Apache-2.0
"""`Did you mean` and `Did you forget to import`, as Python adds them to a message (3.10 and later; PyPy from
3.9).

Names are taken from modules, classes and instances whose attributes can be listed without running code of the
program's: a class with a `__dir__` of its own, and, where Python would ask for one attribute, a `__getattr__`,
gets no suggestion."""

import sys

from container_exception_logger.exceptions import derives, dict_of_class, mro_of
from container_exception_logger.spelling import closest, letters_changed

VERSION = sys.version_info[:2]
PYPY = hasattr(sys, "pypy_version_info")
IN_C = VERSION < (3, 13) and not PYPY
NAMES = 10000  # of one namespace
Module = type(sys)
module_dict = Module.__dict__["__dict__"].__get__


def of(value, traceback):
    """What follows the message; "" for nothing."""
    if PYPY and VERSION < (3, 10):
        return _of_pypy(value, traceback)
    if VERSION < (3, 10):
        return ""
    for base in (NameError, AttributeError, ImportError):
        if type(value) is base or not IN_C and derives(type(value), base):
            break
    else:
        return ""
    if base is ImportError:
        return _import(value)
    name = base.__dict__["name"].__get__(value)
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
    if derives(type(value), AttributeError):
        name = AttributeError.__dict__["name"].__get__(value)
        names = listed(AttributeError.__dict__["obj"].__get__(value))
    elif derives(type(value), NameError):
        name = NameError.__dict__["name"].__get__(value)
        frame = _innermost(traceback)
        names = frame and sum(map(_names, (_locals(frame), frame.f_globals)), []) + (
            listed(sys.modules["builtins"]) or [])
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
    name = ImportError.__dict__["name_from"].__get__(value)
    module = sys.modules.get(ImportError.__dict__["name"].__get__(value))
    if type(name) is not str or type(module) is not Module:
        return ""
    names = listed(module)
    if names is None:
        return ""
    if not IN_C and name[:1] != "_":
        names = [each for each in names if each[:1] != "_"]
    return _meant(closest(names, name), name, ImportError)


def _attribute(value, name, traceback):
    thing = AttributeError.__dict__["obj"].__get__(value)
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
    names = _locals(frame)
    return names[name] if name in names else None


def _locals(frame):
    names = frame.f_locals
    return names if type(names) in (dict, type(sys._getframe().f_locals)) else {}


def _name(name, traceback):
    frame = _innermost(traceback)
    if frame is None:
        return None
    local = list(frame.f_code.co_varnames[:frame.f_code.co_nlocals]) if IN_C else _names(_locals(frame))
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
    if type(namespace) is not dict and type(namespace) is not type(sys._getframe().f_locals):
        return []
    return [name for name in list(namespace)[:NAMES] if type(name) is str]


def listed(thing):
    """What `dir()` lists, sorted; None if that would run code of the program's."""
    own = {}
    cls = type(thing)
    if cls is Module:
        own = module_dict(thing)
        return None if "__dir__" in own else sorted(_names(own))
    lister = _inherited(cls, "__dir__")
    if derives(cls, type):
        if lister is not type.__dict__["__dir__"]:
            return None
        classes = mro_of(thing)
    else:
        if lister is not object.__dict__["__dir__"]:
            return None
        classes = mro_of(cls)
        own = instance_dict(thing)
        if own is None:
            return None
    found = set(_names(own))
    for each in classes:
        found.update(name for name in list(dict_of_class(each))[:NAMES] if type(name) is str)
    return sorted(found)


def _inherited(cls, name):
    for each in mro_of(cls):
        if name in dict_of_class(each):
            return dict_of_class(each)[name]
    return None


def instance_dict(thing):
    """The instance's `__dict__`, {} if it has none, None if that is not to be had without the program."""
    for cls in mro_of(type(thing)):
        found = dict_of_class(cls).get("__dict__")
        if found is not None:
            if type(found) is not type(dict_of_class(BaseException)["__dict__"]):
                return None
            own = found.__get__(thing)
            return own if type(own) is dict else None
    return {}


def _has(thing, name):
    """Whether it has the attribute; None if asking for it would run code of the program's."""
    cls = type(thing)
    if derives(cls, type) or cls is Module:
        return name in (listed(thing) or ())
    if _inherited(cls, "__getattribute__") is not object.__dict__["__getattribute__"]:
        return None
    own = instance_dict(thing)
    found = _inherited(cls, name)
    if found is None and own is not None and name not in own:
        return None if _inherited(cls, "__getattr__") is not None else False
    if found is not None and (own is None or name not in own):
        if isinstance(found, property):
            return None
    return True if own is not None else None
