# SPDX-License-Identifier: Apache-2.0
"""Twice as much of a log costs `cel` twice the instructions, at 1 MB and whatever the log is made of."""

import base64
import os
import zlib

import cost
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
TAG = b"container-exception-logger - "
STAMP = b"2026-01-31T23:00:00.000000000Z"


def repeated(line):
    """A function that makes so many bytes of what `line` returns for 0, 1, 2 …"""
    def make(size):
        lines, made = [], 0
        while made < size:
            lines.append(line(len(lines)))
            made += len(lines[-1])
        return b"".join(lines)
    return make


def head_and_parts(number):
    """A record in a head and 20 parts, of which each third record misses one."""
    text = b'{"type":"Python3","reason":"r%d","backtrace":"%s"}' % (number, os.urandom(1000).hex().encode())
    stream = zlib.compress(text)
    cut = len(stream) // 20 + 1
    parts = [stream[at:at + cut] for at in range(0, len(stream), cut)]
    lines = [b'%s{"type":"Python3","cel":{"id":"%016x","parts":%d,"bytes":%d,"crc32":"%08x"}}\n'
             % (TAG, number, len(parts), len(text), zlib.crc32(text))]
    lines += [b'%s{"cel":{"id":"%016x","part":%d,"parts":%d},"z":"%s"}\n'
              % (TAG, number, part + 1, len(parts), base64.b64encode(data))
              for part, data in enumerate(parts)]
    return b"".join(lines[:-1] if number % 3 == 0 else lines)


def part_alone(number):
    return b'%s{"cel":{"id":"%016x","part":1,"parts":2},"z":"AAAA"}\n' % (TAG, number)


def json_file_pieces(number):
    """A line in 40 pieces, which never ends where the number is odd."""
    piece = b'{"log":"%s","stream":"stdout","time":"' + STAMP + b'"}\n'
    last = piece % (b'}"}' if number % 2 else rb'\"}\n')
    return piece % (TAG + rb'{\"type\":\"T\",\"reason\":\"') + piece % (b"r" * 100) * 40 + last


def wrapped_in_an_array(number):
    """A line of JSON with a thousand lines in it, and as many keys that say where they are from."""
    lines = b",".join([b'"%s{}"' % TAG] * 1000)
    keys = b"".join(b'"%d":"x",' % key for key in range(1000))
    return b'{"pod":"p%d",%s"values":[%s]}\n' % (number, keys, lines)


def wrapped_deeply(number):
    """A string below a hundred objects with long keys."""
    return b'{"%s":' % (b"k" * 500) * 90 + b'"%s{}"' % TAG + b"}" * 90 + b"\n"


def wrapped_string_of_lines(number):
    return b'{"log":"' + rb"\n" * 20000 + TAG + b'"}\n'


def csv_of_quotes(number):
    return b'"' * 20000 + TAG + b'{""' + b'"' * 20000 + b"\n"


def coloured(number):
    return TAG + b"{}" + b"\x1b[0m" * 5000 + b"\n"


LOGS = [head_and_parts, part_alone, json_file_pieces, wrapped_in_an_array, wrapped_deeply,
        wrapped_string_of_lines, csv_of_quotes, coloured]


@pytest.mark.parametrize("line", LOGS, ids=lambda line: line.__name__)
def test_rejoining_lines_and_reports_is_linear(line):
    assert cost.growth([CEL, "list", "-q", "-"], repeated(line), cost.MIB) < cost.LINEAR
