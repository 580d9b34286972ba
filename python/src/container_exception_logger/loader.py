# SPDX-License-Identifier: Apache-2.0
"""Loads this package without the import system: an ending interpreter has none, a program may have broken its
own, and it is three times as slow.

Run with `state` in its namespace, where it leaves `load`. Nothing of it is seen in `sys.modules`, and no file
is named by the code, or debuggers would stop in it and coverage count it. The modules may import each other,
and what `state` holds even where nothing else can be imported.
"""

state = globals()["state"]
PACKAGE, PREFIX = "container_exception_logger", "container_exception_logger."
# On PyPy no module has an `import` of its own, and in Python 2 one that has is restricted in what it may do:
# there the import system is what is tried first.
IMPORTED = str is bytes or hasattr(state["sys"], "pypy_version_info")
loaded, builtins = {}, {}
package = type(state["sys"])(PACKAGE)  # for those that import modules from it by name


def load(entry_point):
    """Returns the function that the entry point, "module.function", names; raises whatever kept it from being
    loaded."""
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
    """A module of Python 2, which has what it imports loaded before: while the import system loads a module,
    its file is open, and no more may be to be had."""
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
    """The module's code from a bundle that python/bytecode.py made for this interpreter: of what all
    exceptions take, or few; None if it has not, or from another source. `patches` and adapters are what a
    healthy program takes, each by itself."""
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
    except OSError:  # left behind by a chroot, or deleted
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
    """The module's code from the bytecode that Python 2 keeps beside the source; None if it does not."""
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
