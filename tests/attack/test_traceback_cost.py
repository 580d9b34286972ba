# SPDX-License-Identifier: Apache-2.0
"""What `cel --tracebacks` costs of a log that was made to cost much: time in proportion to it, and memory
that does not grow with it."""

import json
import os

import cost
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
COMMAND = [CEL, "list", "-q", "-r", "--tracebacks", "-"]

HEADER = b"Traceback (most recent call last):\n"
FRAME = b'  File "/srv/shop/cart.py", line 4, in total\n    return price / shares\n'
ERROR = b"ZeroDivisionError: division by zero\n"

# What a log repeats.
REPEATED = {
    "headers": HEADER,
    "frames": FRAME,
    "tracebacks": HEADER + FRAME + ERROR,
    "java_frames": b"\tat shop.Cart.total(Cart.java:14)\n",
    "anchors": b"goroutine panic: fatal error: , line   at :in ` panicked at ** (\n",
    "long_lines": b"x" * 20_000 + b", line \n",
    "pieces": b"2026-01-31T18:00:00Z stderr P , line \n",
    "dockers": json.dumps({"log": HEADER.decode(), "stream": "stderr", "time": "2026-01-31T18:00:00Z"},
                          separators=(",", ":")).encode() + b"\n",
    "services": b"web-1  | Traceback (most recent call last):\n",
    "blank": b"\n",
}


def repeated(text):
    return lambda size: (text * (size // len(text) + 1))[:size]


@pytest.mark.parametrize("name", sorted(REPEATED))
def test_time_is_in_proportion(name):
    # A block of a log is a megabyte, and to make room for it costs more than to find nothing in half of one.
    size = cost.MIB if name == "blank" else cost.MIB // 2
    assert cost.growth(COMMAND, repeated(REPEATED[name]), size) < cost.LINEAR


@pytest.mark.parametrize("name", ["frames", "tracebacks", "long_lines", "dockers"])
def test_memory_is_bounded(name):
    done = cost.measured(COMMAND, repeated(REPEATED[name])(16 * cost.MIB))
    assert done.peak < 64 * cost.MIB


def test_a_traceback_that_never_ends_is_reported_and_what_follows_too():
    log = HEADER + FRAME * 20_000 + ERROR + b"line\n" * 99 + HEADER + FRAME + ERROR
    done = cost.measured([*COMMAND, "--json"], log)
    assert done.stdout.count(b'"mechanism":"log"') >= 1
    assert b'"line":4' in done.stdout.splitlines()[-1]
