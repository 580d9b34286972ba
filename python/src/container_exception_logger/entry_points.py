# SPDX-License-Identifier: Apache-2.0
"""The entry points: functions that the hooks of the interpreter or of a library call with an exception that
nobody handles.

Each takes `state` (what the hooks hold since the start), the hook's original (the interpreter's own, or None)
and the hook's arguments. The original is called exactly once and first, so that the program's own output does
not depend on us. Only what it raises is raised, or what a signal handler raises meanwhile. Exceptions that
are no errors (`_not_an_error`) and those reported by an earlier entry point are ignored.
"""

import sys

from container_exception_logger.objects import derives, exact, is_a

if str is bytes:
    from thread import get_ident
else:
    from _thread import get_ident

ROOM = 400  # frames that a report may take where the program has left too few


def excepthook(state, original, exctype, value, traceback):
    """An unhandled exception of the main thread; on old Pythons also of threads started by `_thread`."""
    try:
        if original:  # None in a child process of ours, because the parent has called it
            original(exctype, value, traceback)
    finally:
        dies = getattr(sys, "last_value", None) is value or getattr(sys, "last_exc", None) is value
        report(state, "excepthook", (exctype, value, traceback), fatal=dies)


def thread(state, original, args):
    """An exception that ended a thread (3.8 and later)."""
    _told(state, original, args, "thread")


def unraisable(state, original, args):
    """`__del__`, callbacks, generators' ends, atexit functions (3.10 and later), raw threads:
    `sys.unraisablehook`."""
    _told(state, original, args, "unraisable")


def _told(state, original, args, mechanism):
    """Reports from the struct sequence that the interpreter passes to a hook. A program may call the hook
    with an object of its own, whose attributes are not read."""
    try:
        if original:
            original(args)
    finally:
        if derives(type(args), tuple) and type(args) is not tuple and hasattr(args, "exc_traceback"):
            exc_info = args.exc_type, args.exc_value, args.exc_traceback
            report(state, mechanism, exc_info, thread=args.thread if mechanism == "thread" else None)


def at_exit(state, original):
    """At the end of the interpreter, reports an exception that only the program's own `sys.excepthook` saw,
    and errors that were held back. A debugger or a test runner may also have set `sys.last_value`: then the
    outermost frame of its traceback has a caller."""
    value, traceback = getattr(sys, "last_value", None), getattr(sys, "last_traceback", None)
    outermost = traceback is None or traceback.tb_frame.f_back is None
    if outermost and value is not None and id(value) != state.get("told"):
        report(state, "excepthook", (sys.last_type, value, traceback), fatal=True)
    if "flood" in state:
        try:
            guarded(state, lambda: state["load"]("repeated.flush")(state))
        except BaseException:
            pass


def report(state, mechanism, exc_info, alone=False, **about):
    try:
        exc_info = exact(exc_info)
        if not _not_an_error(exc_info) and (alone or not _typed()):
            guarded(state, lambda: state["load"]("report.report")(state, mechanism, exc_info, **about))
    except BaseException:  # an ending interpreter may have emptied the modules used here
        if "site" in about and by_signal_handler():
            raise


def by_signal_handler():
    """Returns whether the exception being handled comes from a signal handler of the program that ran during
    our work. No other code of the program runs unguarded here. Such an exception goes on to the program."""
    if not is_a(sys.exc_info()[1], Exception):
        return True  # Ctrl-C, whose handler is C code without a frame
    traceback = sys.exc_info()[2]
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    name = traceback.tb_frame.f_code.co_filename
    return "container_exception_logger/" not in name and not name.startswith("<frozen ")


def guarded(state, run):
    """Calls `run` and ends our own faults here. Where the program has left no file descriptor to load the
    rest of the package (a plain ImportError on Python 2) or too little stack, a child process reports
    instead: it has both, and this process stays as it is."""
    busy, me = state.setdefault("busy", set()), get_ident()
    if me in busy:  # an exception of our own reporting, not of the program
        return
    busy.add(me)
    try:
        run()
    except BaseException:
        problem = sys.exc_info()[1]
        if by_signal_handler():
            try:
                run()
            except BaseException:
                pass
            raise problem
        if isinstance(problem, (ImportError, RuntimeError)) or getattr(problem, "errno", 0) == 24:
            try:
                state["in_fork"](_run_with_room, run)
            except BaseException:
                pass
    finally:
        busy.discard(me)


def _run_with_room(run):
    sys.setrecursionlimit(sys.getrecursionlimit() + ROOM)
    run()


def _not_an_error(exc_info):
    exctype, value = exc_info[:2]
    if not is_a(exctype, type) or True in [
            derives(exctype, each) for each in (KeyboardInterrupt, SystemExit, GeneratorExit)]:
        return True
    if is_a(value, EnvironmentError):
        number = EnvironmentError.__dict__["errno"].__get__(value)
        if type(number) is int and number == 32:  # a broken pipe
            return True
    return False


def _typed():
    # An ending interpreter sets sys.ps1 to None, even if it was not set.
    return getattr(sys, "ps1", None) is not None or bool(getattr(sys.flags, "interactive", 0))
