# SPDX-License-Identifier: Apache-2.0
"""The entry points: each is called by a hook that the interpreter or a library runs when an exception gets
nowhere.

Each takes `state`, what the hooks hold since the start, then the hook's original, which is the interpreter's
own or None, and its arguments. The original is called exactly once and first, so that the program's own words
are out whatever we do; nothing but what it raises is raised, and what a handler of a signal does meanwhile.
What is no error (`_not_an_error`) and what an earlier entry point has reported goes no further.
"""

import sys

from container_exception_logger.objects import derives, exact, is_a

if str is bytes:
    from thread import get_ident
else:
    from _thread import get_ident

ROOM = 400  # frames that a report may take where the program has left too few


def excepthook(state, original, exctype, value, traceback):
    """The main thread's unhandled exception; on old Pythons also that of threads started by `_thread`."""
    try:
        if original:  # which a child process of ours does not call again
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
    """What the interpreter tells a hook of, in a struct sequence. What else a program may call the hook with
    is not asked."""
    try:
        if original:
            original(args)
    finally:
        if derives(type(args), tuple) and type(args) is not tuple and hasattr(args, "exc_traceback"):
            exc_info = args.exc_type, args.exc_value, args.exc_traceback
            report(state, mechanism, exc_info, thread=args.thread if mechanism == "thread" else None)


def at_exit(state, original):
    """The end of the interpreter: an exception that the program's own `sys.excepthook` kept to itself, and
    what was held back. `sys.last_value` may also have been set by a debugger or a test runner: then the
    outermost frame of its traceback was called by another."""
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
    except BaseException:  # an ending interpreter may have emptied what this needs
        if "site" in about and by_signal_handler():
            raise


def by_signal_handler():
    """Whether what is being handled was raised by a signal handler of the program's, which came while we were
    at work: nothing else of the program's runs unguarded. The program lives on, and shall hear of it."""
    if not is_a(sys.exc_info()[1], Exception):
        return True  # Ctrl-C, whose handler has no frame
    traceback = sys.exc_info()[2]
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    name = traceback.tb_frame.f_code.co_filename
    return "container_exception_logger/" not in name and not name.startswith("<frozen ")


def guarded(state, run):
    """Our own faults end here. Where the program has left no file descriptor to load the rest of us (of which
    Python 2 says no more than ImportError), or too little of its stack, a child process of ours reports,
    which has both: nothing of this one is changed for it."""
    busy, me = state.setdefault("busy", set()), get_ident()
    if me in busy:  # an exception in our own reporting is not the program's
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
    # An ending interpreter sets sys.ps1 to None, whether it was there or not.
    return getattr(sys, "ps1", None) is not None or bool(getattr(sys.flags, "interactive", 0))
