# SPDX-License-Identifier: Apache-2.0
"""Settings, of several files."""


def merge(into, other):
    for key, value in other.items():
        known = into.get(key)
        into[key] = merge(known, value) if isinstance(known, dict) else value
    return into


def find(settings, path):
    for part in path.split("."):
        settings = settings[part]
    return settings
