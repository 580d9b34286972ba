# SPDX-License-Identifier: Apache-2.0
"""Reads what a container printed back from the files that the engines keep: each undoes its driver's own
splitting. A line without its end is still being written, and none yet.

Sources: docs.docker.com's json-file and journald driver pages, Kubernetes' CRI log format
(`<time> stdout|stderr P|F <text>`), systemd.io's "Journal Export Formats".
"""

import json
from typing import Dict, List


class Streams:
    """What a container printed: `stdout` and `stderr`, bytes."""

    def __init__(self):
        self.stdout = b""
        self.stderr = b""

    def add(self, stream, data):
        if stream not in ("stdout", "stderr"):
            raise ValueError("no stream %r" % stream)
        setattr(self, stream, getattr(self, stream) + data)

    def __repr__(self):
        return "Streams(stdout=%r, stderr=%r)" % (self.stdout[:2000], self.stderr[:2000])


def read_json_file(data):
    """Docker's json-file: one object a line, `log` with its newline unless the driver split it there."""
    streams = Streams()
    for line in data.split(b"\n")[:-1]:
        entry = json.loads(line)
        streams.add(entry["stream"], entry["log"].encode())
    return streams


def read_cri(data):
    """CRI: tag P means that the line goes on in the stream's next entry."""
    streams = Streams()
    for line in data.split(b"\n")[:-1]:
        _, stream, tag, text = line.split(b" ", 3)
        streams.add(stream.decode(), text + (b"" if tag == b"P" else b"\n"))
    return streams


def read_journal(data):
    """A container's journal entries, from dockerd or conmon, in the export format. PRIORITY tells the
    stream."""
    streams = Streams()
    for entry in entries(data):
        if b"CONTAINER_ID_FULL" not in entry:
            continue
        text = entry[b"MESSAGE"]
        if b"CONTAINER_PARTIAL_MESSAGE" not in entry or entry.get(b"CONTAINER_PARTIAL_LAST") == b"true":
            text = text[:-1] if text.endswith(b"\n") else text  # conmon's entries have their newline
            text += b"\n"
        streams.add({b"6": "stdout", b"3": "stderr"}[entry[b"PRIORITY"]], text)
    return streams


def entries(data):
    """The entries of the journal's export format, each a dict of bytes."""
    found: List[Dict[bytes, bytes]] = []
    entry: Dict[bytes, bytes] = {}
    here = 0
    while here < len(data):
        end = data.index(b"\n", here)
        line = data[here:end]
        here = end + 1
        if not line:
            if entry:
                found.append(entry)
            entry = {}
        elif b"=" in line:
            key, value = line.split(b"=", 1)
            entry[key] = value
        else:
            size = int.from_bytes(data[here : here + 8], "little")
            entry[line] = data[here + 8 : here + 8 + size]
            here += 8 + size + 1
    return found + ([entry] if entry else [])
