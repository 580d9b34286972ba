# SPDX-License-Identifier: Apache-2.0
"""Loads this package without the import system, which an ending interpreter no longer has, which a program
may have broken, and which takes three times as long.

It is run with `state` in its namespace and puts `load` there. The modules do not appear in `sys.modules`, and
their code names no file, so that debuggers do not stop in them and coverage does not count them. They may
import each other, and what `state` holds even when nothing else can be imported.
"""

state = globals()["state"]
PACKAGE, PREFIX = "container_exception_logger", "container_exception_logger."
# A module with an `__import__` of its own does not work on PyPy and runs restricted on Python 2: there the
# import system is tried first.
IMPORTED = str is bytes or hasattr(state["sys"], "pypy_version_info")
loaded, builtins = {}, {}
package = type(state["sys"])(PACKAGE)  # for `from container_exception_logger import module`


def load(entry_point):
    """Returns the function that the entry point, "module.function", names. Raises what kept it from being
    loaded, of any type."""
    module, _, function = entry_point.partition(".")
    if IMPORTED:
        try:
            return getattr(_imported(module), function)
        except Exception:
            pass
    return getattr((_module_2 if str is bytes else _module)(module), function)


def _imported(name):
    modules = state["sys"].modules
    if getattr(modules.get(PACKAGE), "__path__", None) != [state["folder"]]:  # started from the volume
        modules[PACKAGE] = type(state["sys"])(PACKAGE)
        modules[PACKAGE].__path__ = [state["folder"]]
    return __import__(PACKAGE + "." + name, None, None, [name])


def _module_2(name):
    """Returns a module on Python 2. What the module imports is loaded before it: the import system keeps a
    file open while it loads a module, and there may be no second descriptor."""
    modules, full = state["sys"].modules, PACKAGE + "." + name
    if full not in modules:
        source = state["read"]("%s/%s.py" % (state["folder"], name))
        code = _bytecode_2(name) or state["code_of"](name)
        module = modules[full] = type(state["sys"])(full)
        try:
            for words in [line.split() for line in source.split("\n")]:
                if words[:1] == ["from"] and words[1] == PACKAGE:
                    for each in words[3:]:
                        _module_2(each.strip(","))
                elif words[:1] == ["from"] and words[1].startswith(PACKAGE + "."):
                    _module_2(words[1].partition(".")[2])
            exec(code, module.__dict__)
        except Exception:
            del modules[full]
            raise
        setattr(modules[PACKAGE], name, module)
    return modules[full]


def _module(name):
    if name not in loaded:
        code = _bundled(name) or state["code_of"](name)
        if not builtins:
            builtins.update(state["built-in"])
            builtins["__import__"] = _import
        module = type(state["sys"])(PACKAGE + "." + name)
        module.__dict__["__builtins__"] = builtins
        exec(code, module.__dict__)
        loaded[name] = module
    return loaded[name]


def _bundled(name):
    """Returns the module's code from one of the two bundles that python/bytecode.py makes for each
    interpreter: of the modules that every exception needs, and of those that few need. None if it is in
    neither or its source has changed. A healthy program loads `patches` and the adapters, which are not
    bundled."""
    if name == "patches" or name[:5] == "adapt":
        return None
    size = changed = digest = code = None
    for bundle in ("bundle", "rare"):
        if bundle not in state:
            state[bundle] = _bundle(bundle)
        if name in state[bundle]:
            size, changed, digest, code = state[bundle].pop(name)
            break
    if type(code) is bytes:
        code = state["marshal"].loads(code)
    path = "%s/%s.py" % (state["folder"], name)
    try:
        status = state["posix"].stat(path)
    except OSError:  # out of reach after a chroot, or deleted
        return code
    if status[6] == size and (
            status[8] == changed or digest and state["_imp"].source_hash(0, state["read"](path)) == digest):
        return code
    return None


def _bundle(bundle):
    tag = state["sys"].implementation.cache_tag
    try:
        data = state["read"]("%s/__pycache__/%s.%s" % (state["folder"], bundle, tag))
        magic = state["magic"]
        return state["marshal"].loads(memoryview(data)[len(magic):]) if data.startswith(magic) else {}
    except Exception:
        if getattr(state["sys"].exc_info()[1], "errno", 0) == 24:
            raise
        return {}


def _bytecode_2(name):
    """Returns the module's code from the bytecode that Python 2 keeps beside the source; None without it."""
    import marshal
    path = "%s/%s.py" % (state["folder"], name)
    try:
        changed, = state["posix"].stat(path)[8:9]
        head = b"\x03\xf3\r\n" + b"".join([chr(changed >> shift & 255) for shift in (0, 8, 16, 24)])
        bytecode = state["read"](path + "c")
        return marshal.loads(bytecode[8:]) if bytecode[:8] == head else None
    except Exception:
        return None


def _import(name, names=None, local=None, wanted=(), level=0):
    if name[:len(PREFIX)] == PREFIX:
        return _module(name[len(PREFIX):])
    if name == PACKAGE:
        for each in wanted:
            setattr(package, each, _module(each))
        return package
    if name in state:
        return state[name]
    return __import__(name, names, local, wanted, level)


state["load"] = load
