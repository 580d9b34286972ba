# SPDX-License-Identifier: Apache-2.0
"""Compiles a volume's Python files for the interpreter that runs this, unless one of its kind has done so:

    python bytecode.py FILE...

The modules that a healthy program loads become bytecode files as Python itself makes them. Those that an
exception needs become a bundle for the package's loader: the magic number, then {module: (size of the source,
time of its last change in seconds, its hash, code)}, marshalled as one, which loads faster than single files.
Those that few exceptions need are in a second bundle, `rare`, where each code is marshalled separately.

Both are ignored when their source changes. From Python 3.7 on, bytecode carries the source's hash (PEP 552),
which stays valid when copying changes the times of files; before, it carries only the time. The bundles' hash
is compared only where size and time, which cost less, differ.
"""
import marshal
import os
import py_compile
import sys

PYPY = hasattr(sys, "pypy_version_info")
CPYTHON_2 = sys.version_info[:2] == (2, 7) and not PYPY
PACKAGE = "container_exception_logger/"
HEALTHY = ("sitecustomize.py", "usercustomize.py", PACKAGE + "__init__.py", PACKAGE + "loader.py",
           PACKAGE + "patches.py")
ADAPTERS = PACKAGE + "adapt"  # loaded by a program that imports the adapter's library
RARE = ["suggestions", "listing", "spelling", "syntax_text", "chained_text", "links", "leaves", "line",
        "pid1", "masking", "secret_words", "sigchld", "parsing", "repeated", "flood", "sending", "outbox",
        "caught", "given", "notes_text"]
RARE += ["carets_of_lines", "widths", "stored_lines"] if sys.version_info < (3, 13) else []
RARE += ["carets", "operands"] if sys.version_info < (3, 11) else []
UNBUNDLED = ("__init__", "__main__", "loader", "patches")
BUNDLES = not PYPY and not CPYTHON_2  # whether the loader can use bundles here
if not CPYTHON_2:
    import _imp
    import importlib.util


def main(paths):
    if os.path.exists(compiled(paths[0])):
        return
    kind = {}
    if hasattr(py_compile, "PycInvalidationMode"):
        kind["invalidation_mode"] = py_compile.PycInvalidationMode.CHECKED_HASH
    for path in paths:
        if path in HEALTHY or path.startswith(ADAPTERS) or not BUNDLES:
            if not CPYTHON_2:  # without docstrings, except where one is printed
                kind["optimize"] = 0 if path.endswith("/__main__.py") else 2
            py_compile.compile(path, cfile=compiled(path), dfile=path, doraise=True, **kind)
    if BUNDLES:
        make_bundles(each for each in paths if each[:len(PACKAGE)] == PACKAGE)
    print("-- Compiled for Python %d.%d.%d" % sys.version_info[:3])


def compiled(path):
    """Where the interpreter looks for the bytecode of a source file."""
    return path + "c" if CPYTHON_2 else importlib.util.cache_from_source(path)


def make_bundles(paths):
    bundle, rare = {}, {}
    for path in paths:
        name = path[len(PACKAGE):-len(".py")]
        if name not in UNBUNDLED and not path.startswith(ADAPTERS):
            with open(path, "rb") as file:
                source = file.read()
            # The title names no file, so that debuggers and coverage ignore the code.
            code = compile(source, "<%s>" % path, "exec", 0, True, 2)  # without docstrings
            changed = int(os.stat(path).st_mtime)
            if "SOURCE_DATE_EPOCH" in os.environ:  # all files have this time, also those of another version
                changed = None
            modules, code = (rare, marshal.dumps(code)) if name in RARE else (bundle, code)
            modules[name] = len(source), changed, hash_of(source), code
    for name, modules in (("bundle", bundle), ("rare", rare)):
        with open("%s__pycache__/%s.%s" % (PACKAGE, name, sys.implementation.cache_tag), "wb") as file:
            file.write(importlib.util.MAGIC_NUMBER + marshal.dumps(modules))


def hash_of(source):
    return _imp.source_hash(0, source) if hasattr(_imp, "source_hash") else None  # 3.7 and later


if __name__ == "__main__" and (CPYTHON_2 or sys.version_info >= (3, 6)):
    if sys.version_info >= (3, 11) and "no_debug_ranges" not in sys._xoptions:
        # Without the columns of instructions, a third of the bytecode: our own code is in no traceback.
        os.execv(sys.executable, [sys.executable, "-E", "-s", "-X", "no_debug_ranges"] + sys.argv)
    main(sys.argv[1:])
