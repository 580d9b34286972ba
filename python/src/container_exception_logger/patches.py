# SPDX-License-Identifier: Apache-2.0
"""Patches `logging`, `multiprocessing` and (before 3.8) `threading` after the program has imported them, and
some other libraries by adapters."""

import sys

PACKAGE = "container_exception_logger"


def find(state, original, name, path):
    """Returns the spec (on Python 2 a loader) of a module, found by the other finders, and has the module
    patched after it is loaded. None if that fails. Called by our finder on `sys.meta_path`.

    No frame of ours may be on the stack while the module runs: it would appear in the traceback of a module
    that fails. On Python 3 the end of loading is seen by `spec._initializing = False`. On Python 2 the module
    is loaded here; if that fails, Python loads it once more without us."""
    try:
        if name == PACKAGE:
            return _find_package(state)
        return _find_2(state, name) if str is bytes else _find(state, name, path)
    except Exception:
        return None


def _find(state, name, path):
    for finder in sys.meta_path:
        if finder is not state["finder"] and hasattr(finder, "find_spec"):
            spec = finder.find_spec(name, path, None)
            if spec is not None:
                if type(spec).__name__ == "ModuleSpec" and not hasattr(type(spec), "_initializing"):
                    spec.__class__ = _watched(type(spec), lambda: _patch(state, name))
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


def _find_2(state, name):
    wanted = state["wanted"]
    wanted.discard(name)
    try:
        __import__(name)
    except BaseException:
        wanted.add(name)
        sys.modules.pop(name, None)
        return None
    module = sys.modules[name]
    _patch(state, name)

    class Loader(object):
        def load_module(self, name):
            return sys.modules.setdefault(name, module)

    return Loader()


def _find_package(state):
    """Finds this package for `python -m`, because its folder is no longer on `sys.path`."""
    place = state["folder"].rpartition("/")[0]
    if str is bytes:
        import pkgutil
        found = pkgutil.ImpImporter(place).find_module(PACKAGE)
    else:
        found = sys.modules["_frozen_importlib_external"].PathFinder.find_spec(PACKAGE, [place])
    _forget_makeshift()
    return found


def _forget_makeshift():
    """Removes the stand-in for this package that the loader put into `sys.modules`, if it is there."""
    if not hasattr(sys.modules.get(PACKAGE), "install"):
        sys.modules.pop(PACKAGE, None)


def all_loaded(state, original):
    """Patches the modules that were loaded before this package."""
    for name in list(PATCHES) + list(ADAPTERS):
        if name in state["wanted"] and name in sys.modules:
            _patch(state, name)
    _forget_makeshift()


def _patch(state, name):
    """Patches the module; never raises. Another module of the same name, such as an application's own
    `logging.py`, stays as it is."""
    finder = state["finder"]
    module = sys.modules.get(name)
    if module is None:
        return
    state["wanted"].discard(name)
    try:
        if name in ADAPTERS:
            state["load"](ADAPTERS[name] + ".patch")(state, module)
        else:
            PATCHES[name](state, module)
    except Exception:
        pass
    if state["wanted"] == {PACKAGE} and finder in sys.meta_path:
        sys.meta_path.remove(finder)


def _logging(state, logging):
    """Observes the lookup of `self.makeRecord`, which `Logger._log` does when it has all that is logged. The
    function that it finds and calls is logging's own."""
    original = logging.Logger.__dict__["makeRecord"]
    log = logging.Logger.__dict__["_log"].__code__
    call = state["call"]

    def observe(logger, level, exc_info, site):
        if exc_info and level >= 40 and not vars(logger).get("disabled"):
            call("caught.logged", None, (vars(logger).get("name"), exc_info, site))
        elif "late" in state:
            call("caught.late", None, ())

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, *more, **named):
        observe(self, level, exc_info, (fn, lno))
        return original(self, name, level, fn, lno, msg, args, exc_info, *more, **named)

    class Method(object):
        """Returns the original to `_log`, and `makeRecord` above to any other caller, such as the method of a
        subclass that calls its parent's."""

        def __get__(self, logger, cls=None):
            if logger is not None:
                frame = sys._getframe(1)
                if frame.f_code is log:
                    names = frame.f_locals
                    observe(logger, names["level"], names["exc_info"], (names["fn"], names["lno"]))
                    return original.__get__(logger, cls)
            return makeRecord.__get__(logger, cls)

        def __call__(self, *args, **named):
            return makeRecord(*args, **named)

    _disguise(makeRecord, original)
    logging.Logger.makeRecord = Method()


def _multiprocessing(state, module):
    """Observes `_bootstrap`, the outermost function of a child, which prints the name of the process before
    what `run` raised."""
    base = getattr(module, "BaseProcess", None) or module.Process
    _observe_name(state, base, "_bootstrap", "caught.process")


def _threading(state, threading):
    """Sets `threading.excepthook`, where `threading` was loaded before this package. Before 3.8, observes the
    outermost function of a thread, which prints the thread's name before what `run` raised."""
    if not hasattr(threading, "excepthook"):
        outermost = "_Thread__bootstrap_inner" if str is bytes else "_bootstrap_inner"
        _observe_name(state, threading.Thread, outermost, "caught.old_thread")
        return
    original, call = getattr(threading, "__excepthook__", threading.excepthook), state["call"]
    if original.__module__ not in ("_thread", "threading"):
        return

    def excepthook(args):
        return call("entry_points.thread", original, (args,))

    _disguise(excepthook, original)
    for name in ("__excepthook__", "excepthook"):  # a program's own stays
        if getattr(threading, name, None) is original:
            setattr(threading, name, excepthook)


def _observe_name(state, cls, outermost, entry_point):
    """Has the entry point called when the method `outermost` of the class reads `name` while it handles an
    exception."""
    original, code, call = cls.__dict__["name"], cls.__dict__[outermost].__code__, state["call"]
    ask = original.fget

    def name(self):
        if sys._getframe(1).f_code is code and sys.exc_info()[1] is not None:
            call(entry_point, None, ())
        return ask(self)

    _disguise(name, ask)
    cls.name = property(name, original.fset, original.fdel, original.__doc__)


def _disguise(ours, original):
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(original, name):
            setattr(ours, name, getattr(original, name))


ADAPTERS = {"loguru._logger": "adapt_loguru", "structlog.processors": "adapt_structlog",
            "eliot._traceback": "adapt_eliot", "socketserver": "adapt_socketserver",
            "wsgiref.handlers": "adapt_wsgiref", "concurrent.futures._base": "adapt_futures",
            "IPython.core.interactiveshell": "adapt_ipython"}
PATCHES = {"logging": _logging, "multiprocessing.process": _multiprocessing, "threading": _threading}
