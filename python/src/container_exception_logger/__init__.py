# SPDX-License-Identifier: Apache-2.0
"""Reports the unhandled exceptions of this process to the container's log.

Only this file runs when an interpreter starts: as the package, or as `sitecustomize.py` or `usercustomize.py`
in the shared volume, which holds a copy of it under each name. It sets hooks, which load the rest of the
package when an exception occurs. It therefore imports nothing that the interpreter has not loaded already
(except `atexit`, which is built in), is small enough to be compiled at each start, and never raises. The same
source runs on Python 2.7 and on 3.6 and later.
"""

import sys


def install():
    """Sets the hooks, once per interpreter. Returns whether they are set; never raises. With CEL_DISABLE=1 in
    the environment it changes nothing.

    The hooks catch exceptions that end the main thread, a thread or a child of `multiprocessing`, exceptions
    in `__del__`, in callbacks and in tasks that nobody awaits, and exceptions logged at ERROR or above. They
    ignore `KeyboardInterrupt`, `SystemExit`, `GeneratorExit`, broken pipes and errors at an interactive
    prompt. Python does not see signals, `os._exit` and the out-of-memory killer."""
    try:
        modules = sys.modules
        posix = modules["posix"]
        if posix.environ.get("CEL_DISABLE" if str is bytes else b"CEL_DISABLE", b"0") not in (b"", b"0"):
            return False
        if not hasattr(sys.excepthook, "state") and not hasattr(sys.__excepthook__, "state"):
            hooks = _set_hooks
            if "_imp" in modules:  # Python 3
                # Debuggers skip code by the name of its module, profilers and coverage by that of its file.
                modules["_imp"]._fix_co_filename(hooks.__code__, "<frozen importlib._bootstrap>")
                names = {"__name__": "importlib._bootstrap", "__builtins__": __builtins__}
                hooks = type(hooks)(hooks.__code__, names)
            hooks(sys, posix, modules, FOLDER)
        return True
    except Exception:
        return False


def _set_hooks(sys, posix, modules, folder):
    # The hooks hold all that they need, because an ending interpreter empties its modules, including this
    # one. They do not hold the import system, which would delay that end.
    state = {"sys": sys, "posix": posix, "folder": folder,
             "environ": dict(posix.environ),  # a program may empty the original
             "magic": getattr(modules.get("_frozen_importlib_external"), "MAGIC_NUMBER", None)}
    if "builtins" in modules:
        state["built-in"] = modules["builtins"].__dict__.copy()  # a program may replace some of them
    for name in ("time", "_thread", "_imp", "marshal"):
        if name in modules:
            state[name] = modules[name]

    def call(entry_point, original, args):
        """Calls `entry_point` ("module.function" of this package), which calls `original`. If it cannot be
        loaded, calls `original` alone, as without the hook."""
        run = None
        try:
            if "load" not in state:
                exec(code_of("loader"), {"state": state})
            run = state["load"](entry_point)
        except Exception:  # without a free file descriptor, Python 2 raises a plain ImportError
            problem = sys.exc_info()[1]
            if "child" not in state and (str is bytes or getattr(problem, "errno", 0) == 24):
                in_fork(call, entry_point, None, args)
            else:
                return alone(original, args, problem)
        return run(state, original, *args) if run else original and original(*args)

    def alone(original, args, problem):
        """As `call`, where the rest of the package cannot be loaded, for example after a `chroot`. Writes the
        head of a report, without the message, because nothing here could mask a secret in it."""
        try:
            return original and original(*args)
        finally:
            try:
                told, error = args[0] if args else None, (None, None, None)
                if hasattr(told, "exc_traceback"):
                    error = told.exc_type, told.exc_value, told.exc_traceback
                for each in (args, getattr(told, "exc_info", None)) + args:
                    if type(each) is tuple and len(each) == 3 and isinstance(each[0], type):
                        error = each
                traceback, frames = error[2], []
                name = type.__dict__["__name__"].__get__(error[0]) if error[0] else None
                if name not in (None, "KeyboardInterrupt", "SystemExit", "GeneratorExit", "BrokenPipeError"):
                    while traceback:
                        code = traceback.tb_frame.f_code
                        frames.append((code.co_filename, traceback.tb_lineno, code.co_name))
                        traceback = traceback.tb_next
                    where = "%s:%s:%s:" % frames[-1] if frames else ""
                    put(where.rpartition("/")[2] + name, "\n".join(
                        ["Traceback (most recent call last):"] +
                        ['  File "%s", line %s, in %s' % each for each in frames[-15:]] + [name]), problem)
            except Exception:
                pass

    def put(reason, backtrace, problem):
        state["alone"] = state.get("alone", 0) + 1
        if state["alone"] > 20:
            return
        line = '"pid": %d' % posix.getpid()
        if "time" in state:
            line += ', "time": %d' % state["time"].time()
        for key, value in (("type", "Python" if str is bytes else "Python3"), ("reason", reason[-300:]),
                           ("executable", sys.executable or ""),
                           ("backtrace", reason[-300:] + "\n\n" + backtrace[-1200:])):
            shown = "".join([c if " " <= c <= "~" or c == "\n" else "?" for c in value[-1600:]])
            shown = shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            line += ', "%s": "%s"' % (key, shown)
        taken = to_stream(("container-exception-logger - {%s}\n" % line).encode("ascii"))
        if posix.environ.get("CEL_VERBOSE" if str is bytes else b"CEL_VERBOSE", b"0") not in (b"", b"0"):
            posix.write(2, ("container-exception-logger: %s: of a report only its head is written%s\n" % (
                problem, "" if taken else ", and no log was found for it")).encode("ascii", "replace"))

    def to_stream(line):
        """Writes a line to one of our streams that PID 1 has, too. Returns whether all of it was written."""
        for fd, link, known in state.get("streams") or streams():
            try:
                now = identity(fd)
                if now != known if now else posix.readlink("/proc/self/fd/%d" % fd) != link:
                    continue
                if hasattr(posix, "RWF_NOWAIT"):
                    return posix.pwritev(fd, [line], -1, posix.RWF_NOWAIT) == len(line)
            except OSError:
                if sys.exc_info()[1].errno != 95:
                    continue
            try:  # a terminal, for example, does not support pwritev
                return posix.write(fd, line) == len(line)
            except OSError:
                pass
        return False

    def streams():
        """Returns those of our streams that PID 1 has, too: (fd, its link in /proc, its `identity`)."""
        found = []
        for fd in (1, 2):
            try:
                link = posix.readlink("/proc/self/fd/%d" % fd)
                if link == posix.readlink("/proc/1/fd/%d" % fd):
                    found.append((fd, link, identity(fd)))
            except OSError:
                pass
        return found

    def identity(fd):
        """Returns the file's inode and device; None where fstat is refused."""
        try:
            return posix.fstat(fd)[1:3]
        except OSError:
            return None

    def code_of(name):
        """Returns the code of a module of this package: its bytecode as the interpreter finds it, or else
        compiled from the source."""
        path, title = "%s/%s.py" % (folder, name), "<container_exception_logger/%s.py>" % name
        try:
            code = modules["_frozen_importlib_external"].SourceFileLoader(name, path).get_code(name)
            modules["_imp"]._fix_co_filename(code, title)
            return code
        except Exception:  # Python 2, or the import system is gone
            return compile(read(path), title, "exec")

    def read(path):
        opened, chunks = posix.open(path, 0), [b"."]
        try:
            while chunks[-1]:
                chunks.append(posix.read(opened, 1 << 18))
            return b"".join(chunks[1:])
        finally:
            posix.close(opened)

    def in_fork(run, *args):
        """Runs `run(*args)` in a child process that has closed all descriptors but the first three, where the
        program has none left."""
        child = "child" not in state and posix.fork()
        if child:
            posix.waitpid(child, 0)
            state["told"] = id(getattr(sys, "last_value", None))
        elif child == 0 and child is not False:
            state["child"] = True
            try:
                posix.closerange(3, posix.sysconf("SC_OPEN_MAX"))
                try:
                    posix.close(posix.dup(2))
                except OSError:
                    state["few"] = posix.close(0), posix.close(1)  # the limit is three
                run(*args)
            finally:
                posix._exit(0)

    def hook(module, name, twin, entry_point):
        """Replaces the interpreter's own hook under both of its names, because programs compare the two and
        reset one to the other. A program's own hook stays, so that no frame of ours is on its stack."""
        original = getattr(module, twin)
        ours = lambda *args: call(entry_point, original, args)  # noqa: E731
        ours.state = state
        for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):  # programs may print them
            setattr(ours, attribute, getattr(original, attribute, name))
        if getattr(module, name) is original:
            setattr(module, name, ours)
        setattr(module, twin, ours)

    # The finder on `sys.meta_path` has modules patched when they are imported, and is removed when none is
    # left to patch. It runs at each import of a healthy program. It is a function, because a class would take
    # longer to make.
    wanted = {"logging", "multiprocessing.process", "container_exception_logger"}
    if "_imp" in modules:
        wanted.update(("loguru._logger", "structlog.processors", "eliot._traceback", "socketserver",
                       "wsgiref.handlers", "concurrent.futures._base", "IPython.core.interactiveshell"))

    def find_spec(name, path=None, target=None):
        return call("patches.find", None, (name, path)) if name in wanted else None

    find_spec.find_spec = find_spec.find_module = find_spec
    state.update(call=call, code_of=code_of, read=read, in_fork=in_fork, to_stream=to_stream,
                 finder=find_spec, wanted=wanted)
    if not posix.geteuid():  # root may chroot to where there is no /proc
        state["streams"] = streams()
    hook(sys, "excepthook", "__excepthook__", "entry_points.excepthook")
    if hasattr(sys, "unraisablehook"):
        hook(sys, "unraisablehook", "__unraisablehook__", "entry_points.unraisable")
    if "threading" not in modules and hasattr(state.get("_thread"), "_excepthook"):
        # `threading` takes its hook from there when it is imported.
        hook(state["_thread"], "_excepthook", "_excepthook", "entry_points.thread")
    else:
        wanted.add("threading")

    def at_exit():
        if "signal" in modules:  # the program may handle SIGCHLD
            state["_signal"] = modules.get("_signal")
        last = getattr(sys, "last_value", None)
        if last is not None and id(last) != state.get("told") or "flood" in state:
            call("entry_points.at_exit", None, ())

    if str is bytes:
        before = getattr(sys, "exitfunc", int)
        sys.exitfunc = lambda: (before(), at_exit())
    else:
        if "atexit" not in modules and "atexit" in sys.builtin_module_names:
            # Does what the import statement does, in a third of its time; it would be a tenth of the start.
            builtin, imp = modules["_frozen_importlib"].BuiltinImporter, modules["_imp"]
            spec = type(sys.__spec__)("atexit", builtin, origin="built-in")
            atexit = imp.create_builtin(spec)
            imp.exec_builtin(atexit)
            atexit.__loader__, atexit.__package__, atexit.__spec__ = builtin, "", spec
            modules["atexit"] = atexit
        import atexit
        atexit.register(at_exit)
        state["atexit"] = atexit  # so that our function is called even if the program drops the module
    if [name for name in wanted if name in modules and name != "container_exception_logger"]:
        call("patches.all_loaded", None, ())
    sys.meta_path.insert(0, find_spec)


if __name__ not in ("sitecustomize", "usercustomize"):
    FOLDER = __path__[0]
else:
    # `_itself` keeps the module, which Python 2 would empty when it leaves `sys.modules`.
    _place, _itself = __file__.rpartition("/")[0], sys.modules[__name__]
    FOLDER = _place + "/container_exception_logger"
    _active = install()
    if _place in sys.path:
        # The program does not find this folder on its path, and the module that this one shadows, if there is
        # one, takes its place.
        while _place in sys.path:
            sys.path.remove(_place)
        del sys.modules[__name__]
        try:
            __import__(__name__)
        finally:
            if not _active:  # for `python -m container_exception_logger`; otherwise our finder finds it
                sys.path.append(_place)
