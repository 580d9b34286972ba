# SPDX-License-Identifier: Apache-2.0
"""Reports of known size and content, for sending through a log and comparing with what comes back."""

import base64
import json
import random

import cel_lines

KB = 1024


def report(number=0, size=KB):
    """A complete report whose JSON text is `size` bytes long. Nothing in it repeats, so that it does not
    compress beyond its base64; `number` tells it apart. All that the logger would add is there already."""
    noise = random.Random(number)
    record = {
        "type": "Python3",
        "executable": "/srv/app-%d.py" % number,
        "reason": "app.py:%d:work:ValueError: report %d" % (number, number),
        "backtrace": "",
        "time": 1700000000 + number,
        "pid": 1 + number,
        "uid": 1000,
        "hostname": "host",
        "id": "%032x" % noise.getrandbits(128),
        "fingerprint": "%016x" % noise.getrandbits(64),
    }
    room = size - len(text_of(record))
    if room < 0:
        raise ValueError("no report fits into %d bytes" % size)
    record["backtrace"] = base64.b64encode(
        noise.getrandbits(8 * (room + 1)).to_bytes(room + 1, "big")
    ).decode()[:room]
    return record


def text_of(record):
    """The record's JSON on one line, as bytes."""
    return json.dumps(record, separators=(",", ":")).encode()


def objects_of(data):
    """The objects of lines that are all ours and all whole, whether or not parts are missing."""
    start = cel_lines.TAG + b" - "
    lines = data.split(b"\n")
    assert lines.pop() == b""
    assert all(line.startswith(start) for line in lines)
    return [json.loads(line[len(start) :]) for line in lines]
