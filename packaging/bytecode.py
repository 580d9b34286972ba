# SPDX-License-Identifier: Apache-2.0
"""Compiles Python files for the interpreter that runs this, unless one of its kind has done so:

    python bytecode.py FILE...

The result never outlives its source: from Python 3.7 on it carries a hash of the source (PEP 552), which
holds whatever copying does to the times of files; older ones know nothing but the time.
"""
import os
import py_compile
import sys

CPYTHON_2 = sys.version_info[:2] == (2, 7) and not hasattr(sys, "pypy_version_info")


def compiled(path):
    """Where the interpreter looks for the bytecode of a source file."""
    if CPYTHON_2:
        return path + "c"
    import importlib.util
    return importlib.util.cache_from_source(path)


def main(paths):
    missing = [path for path in paths if not os.path.exists(compiled(path))]
    kind = {}
    if hasattr(py_compile, "PycInvalidationMode"):
        kind["invalidation_mode"] = py_compile.PycInvalidationMode.CHECKED_HASH
    for path in missing:
        py_compile.compile(path, cfile=compiled(path), dfile=path, doraise=True, **kind)
    if missing:
        print("-- Compiled for Python %d.%d.%d" % sys.version_info[:3])


if __name__ == "__main__" and (CPYTHON_2 or sys.version_info >= (3, 6)):
    main(sys.argv[1:])
