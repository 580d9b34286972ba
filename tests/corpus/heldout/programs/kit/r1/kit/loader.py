# SPDX-License-Identifier: Apache-2.0
"""Plugins: any file of a folder that has a function register(commands)."""

import importlib
import os
import sys


def load(folder, name, commands):
    sys.path.insert(0, folder)
    module = importlib.import_module(name)
    module.register(commands)


def load_all(folder, names, commands):
    for name in names:
        load(os.path.abspath(folder), name, commands)
