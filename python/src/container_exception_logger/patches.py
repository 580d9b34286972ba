# SPDX-License-Identifier: Apache-2.0
"""Patches `logging`, `multiprocessing` and (before 3.8) `threading` once the program has imported them."""

import sys

PACKAGE = "container_exception_logger"


def find(hand, original, name, path):
    """For our finder on `sys.meta_path`: finds the module as the other finders do, and has it patched once
    loaded. None if that fails.

    No frame of ours may be on the stack while the module runs, or it would be in the traceback of a module
    that fails. Python 3 tells the module's spec when loading ends, by `spec._initializing = False`; Python 2
    gets the module loaded here, and if that fails, loads it once more without us."""
    try:
        if name == PACKAGE:
            return _find_package(hand)
        return _find_2(hand, name) if str is bytes else _find(hand, name, path)
    except Exception:
        return None


def _find(hand, name, path):
    for finder in sys.meta_path:
        if finder is not hand["finder"] and hasattr(finder, "find_spec"):
            spec = finder.find_spec(name, path, None)
            if spec is not None:
                if type(spec).__name__ == "ModuleSpec" and not hasattr(type(spec), "_initializing"):
                    spec.__class__ = _watched(type(spec), lambda: _patch(hand, name))
                return spec
    return None


def _watched(spec_type, loaded):
    class ModuleSpec(spec_type):
        @property
        def _initializing(self):
            return self.__dict__.get("_initializing", False)

        @_initializing.setter
        def _initializing(self, value):
            self.__dict__["_initializing"] = value
            if not value:
                self.__class__ = spec_type
                loaded()

    return ModuleSpec


def _find_2(hand, name):
    wanted = hand["wanted"]
    wanted.discard(name)
    try:
        __import__(name)
    except BaseException:
        wanted.add(name)
        sys.modules.pop(name, None)
        return None
    module = sys.modules[name]
    _patch(hand, name)

    class Loader(object):
        def load_module(self, name):
            return sys.modules.setdefault(name, module)

    return Loader()


def _find_package(hand):
    """This package, for `python -m`, where its folder is not on `sys.path` any more."""
    place = hand["folder"].rpartition("/")[0]
    if str is bytes:
        import pkgutil
        found = pkgutil.ImpImporter(place).find_module(PACKAGE)
    else:
        found = sys.modules["_frozen_importlib_external"].PathFinder.find_spec(PACKAGE, [place])
    _forget_makeshift()
    return found


def _forget_makeshift():
    """The package by whose name this module was loaded, if it is no more than a name."""
    if not hasattr(sys.modules.get(PACKAGE), "install"):
        sys.modules.pop(PACKAGE, None)


def all_loaded(hand, original):
    """Patches those that were there before us."""
    for name in PATCHES:
        if name in hand["wanted"] and name in sys.modules:
            _patch(hand, name)
    _forget_makeshift()


def _patch(hand, name):
    """Never raises; a module that is not what it should be (an app's own `logging.py`) stays as it is."""
    finder = hand["finder"]
    module = sys.modules.get(name)
    if module is None:
        return
    hand["wanted"].discard(name)
    try:
        PATCHES[name](hand, module)
    except Exception:
        pass
    if hand["wanted"] == {PACKAGE} and finder in sys.meta_path:
        sys.meta_path.remove(finder)


def _logging(hand, logging):
    """All handlers, and `propagate`, come after `callHandlers`; levels and filters before."""
    original = logging.Logger.callHandlers
    through = hand["through"]

    def callHandlers(self, record):
        if record.exc_info and record.levelno >= 40:
            through("doors.logged", None, (record,))
        return original(self, record)

    _disguise(callHandlers, original)
    logging.Logger.callHandlers = callHandlers


def _multiprocessing(hand, module):
    """`_bootstrap` is a child's outermost function: it prints what `run` raised by
    `traceback.print_exc()`."""
    base = getattr(module, "BaseProcess", None) or module.Process
    original = base._bootstrap

    def _bootstrap(self, *args, **kwargs):
        hand["bootstrap"] = original.__code__
        if "traceback" in sys.modules:
            _patch(hand, "traceback")
        else:
            _watch_traceback(hand)
        return original(self, *args, **kwargs)

    _disguise(_bootstrap, original)
    base._bootstrap = _bootstrap


def _watch_traceback(hand):
    finder = hand["finder"]
    hand["wanted"].add("traceback")
    if finder not in sys.meta_path:
        sys.meta_path.insert(0, finder)


def _traceback(hand, traceback):
    original = traceback.print_exc

    def print_exc(*args, **kwargs):
        if sys._getframe(1).f_code is hand["bootstrap"]:
            hand["through"]("doors.process", None, ())
        return original(*args, **kwargs)

    _disguise(print_exc, original)
    traceback.print_exc = print_exc


def _threading(hand, threading):
    """From 3.8 on only when `threading` was there before us; earlier, threads end by `_format_exc` alone."""
    through = hand["through"]
    if hasattr(threading, "excepthook"):
        original = threading.excepthook

        def excepthook(args):
            return through("doors.thread", original, (args,))

        _disguise(excepthook, original)
        if getattr(threading, "__excepthook__", None) is original:
            threading.__excepthook__ = excepthook
        threading.excepthook = excepthook
        return
    original = threading._format_exc

    def _format_exc(*args):
        through("doors.old_thread", None, ())
        return original(*args)

    _disguise(_format_exc, original)
    threading._format_exc = _format_exc


def _disguise(ours, original):
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(original, name):
            setattr(ours, name, getattr(original, name))


PATCHES = {"logging": _logging, "multiprocessing.process": _multiprocessing, "threading": _threading,
           "traceback": _traceback}
