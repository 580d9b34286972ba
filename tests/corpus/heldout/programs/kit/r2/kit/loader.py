# SPDX-License-Identifier: Apache-2.0
"""Plugins: any file of a folder that has a function register(commands)."""

import importlib
import os
import sys


def imported(folder, name):
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def load(folder, name, commands):
    """Lets a plugin add its commands."""
    imported(folder, name).register(commands)


def load_all(folder, names, commands):
    for name in names:
        load(os.path.abspath(folder), name, commands)
