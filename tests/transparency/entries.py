# SPDX-License-Identifier: Apache-2.0
"""The ways for the hook to get into one side of a comparison and not into the other, all else equal."""

import glob
import os
import subprocess

SIDES = ("without", "with")


class PythonPath:
    """`programs` and `paths` (for PYTHONPATH) by side: the volume on one, an empty folder on the other."""

    def __init__(self, interpreter, volume, folder):
        self.programs = dict.fromkeys(SIDES, interpreter.path)
        empty = os.path.join(folder, "empty")
        os.mkdir(empty)
        self.paths = {"without": empty, "with": volume}


class Pth:
    """A virtual environment on each side, one with a .pth: children started with -E or -I have it, too."""

    def __init__(self, interpreter, volume, folder):
        self.paths = dict.fromkeys(SIDES)
        self.programs = {}
        for side in SIDES:
            place = os.path.join(folder, side.ljust(7, "_"))  # names of one length, as some tests measure
            subprocess.run([interpreter.path, "-m", "venv", "--without-pip", place], check=True)
            self.programs[side] = os.path.join(place, "bin", "python")
        library, = glob.glob(os.path.join(place, "lib", "py*", "site-packages"))
        with open(os.path.join(library, "hook.pth"), "w") as file:
            file.write("import site; site.addsitedir(%r)\n" % os.path.join(volume, "py3"))


ENTRIES = {"PYTHONPATH": PythonPath, "pth": Pth}


def entries_of(interpreter):
    """Their names; Python 2 has no virtual environments of its own."""
    return [name for name in ENTRIES if name == "PYTHONPATH" or interpreter.version > (3,)]
