# SPDX-License-Identifier: Apache-2.0
"""Loads this package without the import system: an ending interpreter has none, a program may have broken its
own, and it is three times as slow.

Run with `hand` in its namespace, where it leaves `load`. Nothing of it is seen in `sys.modules`, and no file
is named by the code, or debuggers would stop in it and coverage count it. The modules may import each other,
and what `hand` holds even where nothing else can be imported.
"""

hand = globals()["hand"]
PACKAGE = "container_exception_logger"
# On PyPy no module has an `import` of its own, and in Python 2 one that has is restricted in what it may do:
# there the import system is what is tried first.
IMPORTED = str is bytes or hasattr(hand["sys"], "pypy_version_info")
loaded, builtins = {}, {}


def load(door):
    """`door`: "module.function". Returns the function; raises whatever kept it from being loaded."""
    module, _, function = door.partition(".")
    if IMPORTED:
        try:
            return getattr(_imported(module), function)
        except Exception:
            pass
    return getattr((_module_2 if str is bytes else _module)(module), function)


def _imported(name):
    modules = hand["sys"].modules
    if getattr(modules.get(PACKAGE), "__path__", None) != [hand["folder"]]:  # started from the volume
        modules[PACKAGE] = type(hand["sys"])(PACKAGE)
        modules[PACKAGE].__path__ = [hand["folder"]]
    return __import__(PACKAGE + "." + name, None, None, [name])


def _module_2(name):
    """A module of Python 2, which has what it imports loaded before: while the import system loads a module,
    its file is open, and no more may be to be had."""
    modules, full = hand["sys"].modules, PACKAGE + "." + name
    if full not in modules:
        source = hand["read"]("%s/%s.py" % (hand["folder"], name))
        code = _bytecode_2(name) or hand["code_of"](name)
        module = modules[full] = type(hand["sys"])(full)
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
        code = _bundled(name) or hand["code_of"](name)
        if not builtins:
            builtins.update(hand["built-in"])
            builtins["__import__"] = _import
        module = type(hand["sys"])(PACKAGE + "." + name)
        module.__dict__["__builtins__"] = builtins
        exec(code, module.__dict__)
        loaded[name] = module
    return loaded[name]


def _bundled(name):
    """The module's code from the bundle that packaging/bytecode.py made of all modules for this interpreter;
    None if it has not, or from another source. `patches` and adapters are what a healthy program takes, each
    by itself."""
    if name == "patches" or name[:5] == "adapt":
        return None
    if "bundle" not in hand:
        hand["bundle"] = _bundle()
    size, changed, digest, code = hand["bundle"].pop(name, (None, None, None, None))
    if type(code) is bytes:  # one that few exceptions take
        code = hand["marshal"].loads(code)
    path = "%s/%s.py" % (hand["folder"], name)
    try:
        status = hand["posix"].stat(path)
    except OSError:  # left behind by a chroot, or deleted
        return code
    if status[6] == size and (
            status[8] == changed or digest and hand["_imp"].source_hash(0, hand["read"](path)) == digest):
        return code
    return None


def _bundle():
    tag = hand["sys"].implementation.cache_tag
    try:
        data = hand["read"]("%s/__pycache__/bundle.%s" % (hand["folder"], tag))
        magic = hand["magic"]
        return hand["marshal"].loads(memoryview(data)[len(magic):]) if data.startswith(magic) else {}
    except Exception:
        if getattr(hand["sys"].exc_info()[1], "errno", 0) == 24:
            raise
        return {}


def _bytecode_2(name):
    """The module's code from the bytecode that Python 2 keeps beside the source; None if it does not."""
    import marshal
    path = "%s/%s.py" % (hand["folder"], name)
    try:
        changed, = hand["posix"].stat(path)[8:9]
        head = b"\x03\xf3\r\n" + b"".join([chr(changed >> shift & 255) for shift in (0, 8, 16, 24)])
        bytecode = hand["read"](path + "c")
        return marshal.loads(bytecode[8:]) if bytecode[:8] == head else None
    except Exception:
        return None


def _import(name, names=None, local=None, wanted=(), level=0):
    top, _, module = name.partition(".")
    if top == PACKAGE:
        if module:
            return _module(module)
        package = type(hand["sys"])(name)
        for each in wanted:
            setattr(package, each, _module(each))
        return package
    if name in hand:
        return hand[name]
    return __import__(name, names, local, wanted, level)


hand["load"] = load
