# SPDX-License-Identifier: Apache-2.0
"""The test decoder itself, on lines written out by hand."""

import base64
import json
import zlib

import cel_lines
import pytest


def lines_of(record, ident="00112233aabbccdd", step=40):
    text = json.dumps(record).encode()
    packed = zlib.compress(text)
    chunks = [packed[at:at + step] for at in range(0, len(packed), step)]
    head = {"type": record["type"], "cel": {"id": ident, "parts": len(chunks), "bytes": len(text),
                                            "crc32": "%08x" % zlib.crc32(text)}}
    objects = [head] + [
        {"cel": {"id": ident, "part": number, "parts": len(chunks)}, "z": base64.b64encode(chunk).decode()}
        for number, chunk in enumerate(chunks, 1)]
    return [b"container-exception-logger - " + json.dumps(each).encode() + b"\n" for each in objects]


RECORD = {"type": "Python3", "reason": "r", "backtrace": "".join(map(chr, range(32, 300)))}


def test_a_short_record_between_unfinished_lines():
    line = b'container-exception-logger - {"type": "Python3"}\n'
    stream = b"half a li" + line + b"ne\n" + line
    assert cel_lines.decode(stream) == ([{"type": "Python3"}] * 2, b"half a line\n")


def test_parts_come_back_whole_in_any_order_and_mixed_with_output():
    first, second = lines_of(RECORD), lines_of(dict(RECORD, type="Ruby"), "ffffffffffffffff")
    assert len(first) > 3
    stream = b"x\ny".join(list(reversed(first)) + second)
    records, other = cel_lines.decode(stream)
    assert records == [RECORD, dict(RECORD, type="Ruby")]
    assert other == b"x\ny" * (len(first) + len(second) - 1)


def test_the_programs_own_words_stay():
    words = b"container-exception-logger - not ours\ncontainer-exception-logger - {broken"
    line = b'container-exception-logger - {"reason": "container-exception-logger - {}"}\n'
    assert cel_lines.decode(words + line)[1] == words


@pytest.mark.parametrize("damage", [
    lambda lines: lines[:-1],
    lambda lines: lines[1:],
    lambda lines: lines + lines[-1:],
    lambda lines: [lines[0].replace(b'crc32": "', b'crc32": "f')] + lines[1:],
    lambda lines: lines[:1] + lines[1:-1] + [lines[-1].rstrip(b"\n")],
    lambda lines: lines + [b'container-exception-logger - {"a": "%s"}\n' % (b"x" * 4086)],
    lambda lines: lines + ['container-exception-logger - {"a": "\u00e9"}\n'.encode()],
])
def test_damage_is_an_error(damage):
    with pytest.raises(cel_lines.LineError):
        cel_lines.decode(b"".join(damage(lines_of(RECORD))))
