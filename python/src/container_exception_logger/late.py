# SPDX-License-Identifier: Apache-2.0
"""Loads this package without the import system, which an ending interpreter has no more.

Run with `hand` in its namespace. The package's modules use nothing but each other and what `hand` holds.
"""

hand = globals()["hand"]
loaded = {}


def load(name):
    if name not in loaded:
        posix = hand["posix"]
        path = "%s/%s.py" % (hand["folder"], name)
        opened = posix.open(path, 0)
        code = compile(posix.read(opened, 1 << 20), path, "exec")
        posix.close(opened)
        module = loaded[name] = type(hand["sys"])(name)
        builtins = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
        module.__dict__["__builtins__"] = dict(builtins, __import__=_import)
        exec(code, module.__dict__)
    return loaded[name]


def _import(name, names=None, local=None, wanted=(), level=0):
    top, _, module = name.partition(".")
    if top == "container_exception_logger":
        if module:
            return load(module)
        package = type(hand["sys"])(name)
        for each in wanted:
            setattr(package, each, load(each))
        return package
    if name in hand:
        return hand[name]
    raise ImportError(name)
