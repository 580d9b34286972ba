# SPDX-License-Identifier: Apache-2.0
"""Reports the unhandled exceptions of this process to the container's log.

This module is all that runs when an interpreter starts. It sets hooks that load `doors`, where the work is
done, once something has gone wrong. Hence its rules: it imports nothing that the interpreter has not loaded
already (but for `atexit`, which is built in), is small enough to be compiled anew at each start, and never
raises. One text for Python 2.7 and for 3.6 and later. """

import sys


def install():
    """Sets the hooks, once per interpreter; never raises. CEL_DISABLE=1 in the environment leaves all as it
    is."""
    try:
        posix = sys.modules["posix"]
        if posix.environ.get("CEL_DISABLE" if str is bytes else b"CEL_DISABLE", b"0") in (b"", b"0"):
            if not hasattr(sys.excepthook, "hand") and not hasattr(sys.__excepthook__, "hand"):
                _set_hooks(posix, sys.modules)
    except Exception:
        pass


def _set_hooks(posix, modules):
    # What the hooks need, held by themselves: an interpreter that ends empties its modules, this one
    # included.
    hand = {"sys": sys, "posix": posix, "folder": __path__[0], "show": sys.__excepthook__}
    hand.update((name, modules[name]) for name in ("time", "_thread", "_signal") if name in modules)

    def through(door, original, args):
        """Calls `doors.<door>`, which calls `original`; if it cannot be had, `original` alone, as if we were
        not here."""
        run = None
        try:
            if sys.meta_path is None:  # the interpreter is ending: nothing can be imported any more
                source = posix.open(hand["folder"] + "/late.py", 0)
                names = {"hand": hand}
                exec(compile(posix.read(source, 65536), "late.py", "exec"), names)
                posix.close(source)
                run = names["doors"](door)
            else:
                from container_exception_logger import doors
                run = getattr(doors, door)
        except Exception:
            if isinstance(sys.exc_info()[1], ImportError) or getattr(sys.exc_info()[1], "errno", 0) == 24:
                in_fork(lambda: through(door, None, args))
        return run(hand, original, *args) if run else original and original(*args)

    def in_fork(run):
        """Runs it where file descriptors are to be had: in a child of ours that has closed all but the first
        three."""
        child = "child" not in hand and posix.fork()
        if child:
            posix.waitpid(child, 0)
            hand["told"] = getattr(sys, "last_value", None)
        elif child == 0 and child is not False:
            hand["child"] = True
            try:
                posix.closerange(3, posix.sysconf("SC_OPEN_MAX"))
                run()
            finally:
                posix._exit(0)

    def hook(module, name, twin, door):
        """Puts ours in the place of the hook, and in that of its original, which programs compare it with and
        reset to."""
        original = getattr(module, name)
        ours = lambda *args: through(door, original, args)  # noqa: E731
        ours.hand = hand
        for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):  # what programs list
            setattr(ours, attribute, getattr(original, attribute, name))
        if getattr(module, twin, None) is original:
            setattr(module, twin, ours)
        setattr(module, name, ours)

    wanted = {"logging", "multiprocessing.process"}

    def find_spec(name, path=None, target=None):
        return through("imports", None, (name, path)) if name in wanted else None

    # It runs at each import of a healthy program, and is to be skipped by whoever skips the import system:
    # debuggers by the module's name, profilers and coverage by the file's.
    code = find_spec.__code__
    if hasattr(code, "replace"):
        code = code.replace(co_filename="<frozen importlib._bootstrap>")
    find_spec = type(find_spec)(code, {"__name__": "importlib._bootstrap"}, "find_spec", (None, None),
                                find_spec.__closure__)

    class Finder(object):
        """Steps in when a module is imported that cannot be patched before, and leaves when none is left."""

    Finder.find_spec = Finder.find_module = staticmethod(find_spec)
    Finder.wanted = wanted
    hand.update(through=through, in_fork=in_fork, finder=Finder())
    hook(sys, "excepthook", "__excepthook__", "excepthook")
    if hasattr(sys, "unraisablehook"):
        hook(sys, "unraisablehook", "__unraisablehook__", "unraisable")
    if "threading" not in modules and hasattr(hand.get("_thread"), "_excepthook"):
        hook(hand["_thread"], "_excepthook", "", "thread")  # where threading takes its own from
    else:
        wanted.add("threading")

    def at_exit():
        if getattr(sys, "last_value", None) is not hand.get("told") or "flood" in hand:
            through("at_exit", None, ())

    if str is bytes:
        before = getattr(sys, "exitfunc", int)
        sys.exitfunc = lambda: (before(), at_exit())
    else:
        import atexit
        atexit.register(at_exit)
    if wanted.intersection(modules):
        through("imported", None, ())
    sys.meta_path.insert(0, hand["finder"])
