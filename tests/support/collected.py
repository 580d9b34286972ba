# SPDX-License-Identifier: Apache-2.0
"""Logs of containers with reports in them, for collectors: as the CRI and as Docker write them."""

import json
import os
import subprocess

from reports import report
from shipping import ROOT

LOGGER = os.path.join(ROOT, "build", "bin", "container-exception-logger")

TIME = "2026-01-31T23:59:59.123456789Z"


def some_lines(folder):
    """What a container prints: its own lines, a report in one line behind an unfinished one, and one in a
    head and parts. Returns the two records, and the lines."""
    records, lines = [], [b"hello", b'{"log": "container-exception-logger"}']
    for number, size in enumerate((1000, 9000)):
        record = report(number, size)
        record["reason"] = 'app.py:1:f:ValueError: "q\\" \u00fc <%d>' % number
        record["exception"] = {"type": "ValueError", "module": "builtins", "message": "q <%d>" % number}
        record["severity"] = "fatal"
        printed = folder / ("printed-%d" % number)
        subprocess.run([LOGGER, "--sink", "file:%s" % printed], input=json.dumps(record).encode(), check=True)
        records.append(record)
        lines += printed.read_bytes().splitlines()
    lines[2] = b"unfinished " + lines[2]
    return records, lines


def write_cri(path, lines):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(TIME.encode() + b" stdout F " + line + b"\n" for line in lines))


def write_docker(path, lines):
    path.parent.mkdir(parents=True)
    entries = [{"log": line.decode() + "\n", "stream": "stdout", "time": TIME} for line in lines]
    path.write_text("".join(json.dumps(entry, separators=(",", ":")) + "\n" for entry in entries))
