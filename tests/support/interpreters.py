# SPDX-License-Identifier: Apache-2.0
"""The Python interpreters of this machine: pyenv's, and those on PATH."""

import collections
import functools
import glob
import os
import platform
import re
import subprocess
import sys

Interpreter = collections.namedtuple("Interpreter", "path version implementation flags")
Interpreter.__doc__ = """path: of the program; version: (major, minor, micro); implementation: CPython or
PyPy;
flags: those of its ABI, `t` of one without a global lock."""

TELL = ("import platform, sys; "
        "print(sys.executable + '|%d.%d.%d|' % sys.version_info[:3] + platform.python_implementation()"
        " + '|' + getattr(sys, 'abiflags', ''))")


@functools.lru_cache(maxsize=None)
def found():
    """Each interpreter once, oldest first; those that the hook is not made for (3.0 to 3.5) are left out."""
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    paths = glob.glob(os.path.join(pyenv, "versions", "*", "bin", "python"))
    for folder in os.environ.get("PATH", "").split(":"):
        if not folder.startswith(pyenv + "/"):
            paths += [path for path in glob.glob(os.path.join(folder, "*"))
                      if re.search(r"/(python|pypy)(\d(\.\d+t?)?)?$", path)]
    known = {}
    for path in paths:
        try:
            said = subprocess.run([path, "-E", "-c", TELL], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  timeout=30, check=True).stdout.decode().strip()
        except (OSError, subprocess.SubprocessError):
            continue
        path, digits, implementation, flags = said.split("|")
        version = tuple(map(int, digits.split(".")))
        if version[:2] == (2, 7) or version >= (3, 6):
            known[os.path.realpath(path)] = Interpreter(path, version, implementation, flags)
    return sorted(known.values(), key=lambda each: (each.version, each.path))


def running():
    """The interpreter that runs the tests."""
    return Interpreter(sys.executable, tuple(sys.version_info[:3]), platform.python_implementation(),
                       sys.abiflags)


def label(interpreter):
    """What tests call it: `3.11.2`, `3.14.0t`, `pypy-3.10.14`."""
    prefix = "" if interpreter.implementation == "CPython" else interpreter.implementation.lower() + "-"
    return prefix + ".".join(map(str, interpreter.version)) + ("t" if "t" in interpreter.flags else "")
