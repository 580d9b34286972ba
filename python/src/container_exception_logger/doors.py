# SPDX-License-Identifier: Apache-2.0
"""The ways in: each called by a hook that the interpreter or a library runs when an exception gets nowhere.

Each takes `hand`, what the hooks hold since the start, then the hook's original (None where there is none)
and its arguments. The original is called exactly once and first, so that the program's own words are out
whatever we do; nothing but what it raises is raised, and what a handler of a signal does meanwhile. What is
no error (`_not_an_error`) and what an earlier
door has reported goes no further.
"""

import sys

from container_exception_logger import capture
from container_exception_logger.objects import derives, exact, is_a


def excepthook(hand, original, exctype, value, traceback):
    """The main thread's unhandled exception; on old Pythons also that of threads started by `_thread`."""
    printed = ""
    try:
        printed = _original(original, (exctype, value, traceback))
    finally:
        dies = getattr(sys, "last_value", None) is value or getattr(sys, "last_exc", None) is value
        _report(hand, "excepthook", (exctype, value, traceback), printed, fatal=dies)


def thread(hand, original, args):
    """An exception that ended a thread (3.8 and later)."""
    printed = ""
    try:
        printed = _original(original, (args,))
    finally:
        exc_info = args.exc_type, args.exc_value, args.exc_traceback
        _report(hand, "thread", exc_info, printed, thread=args.thread)


def unraisable(hand, original, args):
    """`__del__`, callbacks, generators' ends, atexit functions (3.10 and later), raw threads:
    `sys.unraisablehook`."""
    try:
        _original(original, (args,))
    finally:
        _report(hand, "unraisable", (args.exc_type, args.exc_value, args.exc_traceback))


def at_exit(hand, original):
    """The end of the interpreter: an exception that the program's own `sys.excepthook` kept to itself, and
    what was held back. `sys.last_value` may also have been set by a debugger or a test runner: then the
    outermost frame of its traceback was called by another."""
    value, traceback = getattr(sys, "last_value", None), getattr(sys, "last_traceback", None)
    outermost = traceback is None or traceback.tb_frame.f_back is None
    if outermost and value is not None and value is not hand.get("told"):
        _report(hand, "excepthook", (sys.last_type, value, traceback), fatal=True)
    if "flood" in hand:
        try:
            _guarded(hand, lambda report: report.flush(hand))
        except BaseException:
            pass


def logged(hand, original, record):
    """A log record of level ERROR or above with an exception: what frameworks make of one that they
    caught."""
    exc_info = record.exc_info
    if type(exc_info) is tuple and len(exc_info) == 3 and exc_info[1] is not None:
        asyncio = record.name == "asyncio"
        _report(hand, "asyncio" if asyncio else "logging", exc_info, handled=not asyncio,
                site=(record.pathname, record.lineno))


def process(hand, original):
    """An exception that ended a child of `multiprocessing`; called while it is being printed."""
    _report(hand, "multiprocessing", sys.exc_info(), fatal=True)


def old_thread(hand, original):
    """As `thread` for Python 2.7 to 3.7; called while it is being printed."""
    _report(hand, "thread", sys.exc_info())


def _original(original, args):
    if original is None:
        return ""
    return capture.while_printing(original, args)


def _report(hand, mechanism, exc_info, printed="", **about):
    try:
        exc_info = exact(exc_info)
        if not _not_an_error(exc_info):
            _guarded(hand, lambda report: report.report(hand, mechanism, exc_info, printed, **about))
    except BaseException:  # an ending interpreter may have emptied what this needs
        if "site" in about and _by_signal_handler():
            raise


def _by_signal_handler():
    """Whether what is being handled was raised by a signal handler of the program's, which came while we were
    at work: nothing else of the program's runs unguarded. The program lives on, and shall hear of it."""
    if not is_a(sys.exc_info()[1], Exception):
        return True  # Ctrl-C, whose handler has no frame
    traceback = sys.exc_info()[2]
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    name = traceback.tb_frame.f_code.co_filename
    return "container_exception_logger/" not in name and not name.startswith("<frozen ")


def _guarded(hand, run):
    """Our own faults end here; with too little stack left, a second try gets some more, and with no file
    descriptor left to load the rest of us, it is made where there are some (Python 2 says of these no more
    than ImportError)."""
    busy, me = hand.setdefault("busy", set()), capture.get_ident()
    if me in busy:  # an exception in our own reporting is not the program's
        return
    busy.add(me)

    def tried():
        for more in (0, 400):
            limit = sys.getrecursionlimit()
            try:
                if more:
                    sys.setrecursionlimit(limit + more)
                from container_exception_logger import report
                run(report)
                return
            except RuntimeError:  # RecursionError is one
                if _by_signal_handler():
                    raise
            finally:
                if more:
                    sys.setrecursionlimit(limit)

    try:
        tried()
    except BaseException:
        problem = sys.exc_info()[1]
        if _by_signal_handler():
            try:
                tried()
            except BaseException:
                pass
            raise problem
        if isinstance(problem, ImportError) or getattr(problem, "errno", 0) == 24:
            try:
                hand["in_fork"](tried)
            except BaseException:
                pass
    finally:
        busy.discard(me)


def _not_an_error(exc_info):
    exctype, value = exc_info[:2]
    if not is_a(exctype, type) or True in [
            derives(exctype, each) for each in (KeyboardInterrupt, SystemExit, GeneratorExit)]:
        return True
    if is_a(value, EnvironmentError):
        number = EnvironmentError.__dict__["errno"].__get__(value)
        if type(number) is int and number == 32:  # a broken pipe
            return True
    # An ending interpreter sets sys.ps1 to None, whether it was there or not.
    return getattr(sys, "ps1", None) is not None or bool(getattr(sys.flags, "interactive", 0))
