# SPDX-License-Identifier: Apache-2.0
"""Settings, of several files."""


def merge(into, other):
    for key, value in other.items():
        if isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
    return into


def lookup(settings, path):
    for part in path.split("."):
        settings = settings[part]
    return settings
