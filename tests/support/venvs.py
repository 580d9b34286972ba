# SPDX-License-Identifier: Apache-2.0
"""Virtual environments with packages from PyPI, kept in build/venvs for the next run."""

import hashlib
import os
import shutil
import subprocess

import interpreters
from locks import locked

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Unavailable(Exception):
    """PyPI, or one of the packages, cannot be had; says why."""


def with_packages(interpreter, requirements):
    """The `python` of an environment with what the file REQUIREMENTS lists; raises Unavailable."""
    with open(requirements, "rb") as file:
        digest = hashlib.sha256(interpreter.path.encode() + file.read()).hexdigest()[:12]
    name = "%s-%s" % (interpreters.label(interpreter), digest)
    folder = os.path.join(ROOT, "build", "venvs", name)
    with locked("venv-" + name):
        return _made(folder, interpreter, requirements)


def _made(folder, interpreter, requirements):
    program, whole = os.path.join(folder, "bin", "python"), os.path.join(folder, "whole")
    if not os.path.exists(whole):
        shutil.rmtree(folder, ignore_errors=True)
        pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in ([interpreter.path, "-m", "venv", folder], pip + ["-r", requirements]):
            made = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            if made.returncode:
                said = made.stdout.decode(errors="replace").strip()[-500:]
                raise Unavailable("%s cannot be installed from PyPI: %s" % (
                    os.path.basename(requirements), said))
        open(whole, "w").close()
    return program
