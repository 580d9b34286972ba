# SPDX-License-Identifier: Apache-2.0
"""How results are shown."""

import struct


class Format(object):
    def __init__(self, separator):
        self.separator = separator


class Table(Format):
    def render(self, rows):
        return "\n".join(self.separator.join(row) for row in rows)


def header(count, size):
    return struct.pack(">HH", count, size)


def numbers(version):
    return [int(part) for part in version.split(".")]


def newest(versions):
    """The highest of them."""
    return max(versions, key=numbers)
