# SPDX-License-Identifier: Apache-2.0
"""Reads the lines that carry reports, for tests: written from the format's page alone, shares no code with
the product.

A line is `<tag> - <one JSON object in printable ASCII>\\n` and may begin in the middle of a line that the
program left unfinished. A record that is too long for one line is a head (`"cel": {"id", "parts", "bytes",
"crc32"}`) and its parts (`{"cel": {"id", "part", "parts"}, "z": base64}`); the parts' bytes, joined in order,
are one zlib stream of the record. The format does not order lines of different records, nor a head and its
parts.

Anything wrong raises `LineError`: a test never gets half a record.
"""

import base64
import json
import zlib

TAG = b"container-exception-logger"
MAX_LINE = 4086  # bytes before the newline


class LineError(ValueError):
    """The stream holds something that is no valid line, or a record whose parts do not add up."""


def decode(data, tag=TAG, max_line=MAX_LINE):
    """Returns `(records, other)`: the whole records as dicts, in the order of their heads, and the bytes of
    the stream with our lines removed, which is what the program itself wrote."""
    payloads, other = split(data, tag, max_line)
    return [json.loads(payload) for payload in payloads], other


def split(data, tag=TAG, max_line=MAX_LINE):
    """As `decode`, but each record as the bytes of its JSON text, as the sender had them."""
    objects, other = _take_lines(data, tag, max_line)
    parts = {}
    for _, parsed in objects:
        cel = parsed.get("cel")
        if isinstance(cel, dict) and "part" in cel:
            place = parts.setdefault(cel["id"], {})
            if cel["part"] in place:
                raise LineError("part %r of %s came twice" % (cel["part"], cel["id"]))
            place[cel["part"]] = base64.b64decode(parsed["z"], validate=True)
    payloads = []
    for text, parsed in objects:
        cel = parsed.get("cel")
        if not isinstance(cel, dict):
            payloads.append(text)
        elif "part" not in cel:
            payloads.append(_join(cel, parts.pop(cel["id"], {})))
    if parts:
        raise LineError("parts without a head: %s" % ", ".join(sorted(parts)))
    return payloads, other


def _take_lines(data, tag, max_line):
    """Returns `([(json bytes, object)], the rest of the stream)`."""
    start = tag + b" - "
    objects, other, here = [], [], 0
    look_from = 0
    while True:
        at = data.find(start, look_from)
        if at < 0:
            other.append(data[here:])
            return objects, b"".join(other)
        end = data.find(b"\n", at)
        text = data[at + len(start):end if end >= 0 else len(data)]
        parsed = _object(text)
        if parsed is None:  # the program's own words; a line of ours may still start further on
            look_from = at + 1
            continue
        if end < 0:
            raise LineError("a line without its newline: %r" % text[:200])
        if end - at > max_line:
            raise LineError("a line of %d bytes, at most %d are allowed" % (end - at, max_line))
        if not all(32 <= byte < 127 for byte in text):
            raise LineError("a line that is not printable ASCII: %r" % text[:200])
        objects.append((text, parsed))
        other.append(data[here:at])
        here = look_from = end + 1


def _object(text):
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _join(head, parts):
    want = set(range(1, head["parts"] + 1))
    if set(parts) != want:
        raise LineError("record %s has parts %s, wants %d" % (head["id"], sorted(parts), head["parts"]))
    inflate = zlib.decompressobj()
    text = inflate.decompress(b"".join(parts[number] for number in sorted(parts))) + inflate.flush()
    if not inflate.eof or inflate.unused_data:
        raise LineError("record %s: not one whole zlib stream" % head["id"])
    if len(text) != head["bytes"]:
        raise LineError("record %s is %d bytes, its head says %d" % (head["id"], len(text), head["bytes"]))
    if "%08x" % zlib.crc32(text) != head["crc32"]:
        raise LineError("record %s: the checksum differs" % head["id"])
    return text
