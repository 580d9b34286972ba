# SPDX-License-Identifier: Apache-2.0
"""The source lines around a line of code."""

import sys

from container_exception_logger.redact import innocent, scrub
from container_exception_logger.text import to_text

CONTEXT = 2  # lines before and after
LINE = 400  # characters of a line
MOST = 1 << 20  # bytes of a file
QUOTES = (b'"""', b"'''")


class Sources(object):
    """Reads each file once, and scrubs each line once, for one report."""

    def __init__(self, extra=()):
        self.extra = extra
        self.files = {}
        self.lines = {}
        self.strings = {}

    def around(self, frame, line):
        """For a record's `context`: {"start": number of the first line, "lines": [text]}; None without the
        source."""
        path = frame.f_code.co_filename
        if path not in self.files:
            try:
                self.files[path] = _read(frame, path)
            except Exception:
                self.files[path] = None
        lines = self.files[path]
        if not lines:
            return None
        start = max(1, line - CONTEXT)
        shown = range(start, min(line + CONTEXT, len(lines)) + 1)
        together = to_text(b"\n".join([lines[number - 1][:LINE] for number in shown]))
        texts = together.split("\n")
        if not innocent(together, self.extra):
            texts = [self._scrubbed(path, lines, number, text) for number, text in zip(shown, texts)]
        return {"start": start, "lines": texts}

    def _scrubbed(self, path, lines, number, text):
        if (path, number) not in self.lines:
            self.lines[path, number] = scrub(text, self.extra, code=not self._in_string(path, lines, number))
        return self.lines[path, number]

    def _in_string(self, path, lines, number):
        """Whether the line is within a string of many lines, where nothing is code."""
        if path not in self.strings:
            self.strings[path] = [at for at, line in enumerate(lines, 1) for quotes in QUOTES
                                  for _ in range(line.count(quotes))]
        return sum(at < number for at in self.strings[path]) % 2 == 1


def _read(frame, path):
    if path[:1] == "<":
        cache = getattr(sys.modules.get("linecache"), "cache", {})
        entry = cache.get(path)
        if type(entry) is not tuple or len(entry) != 4:
            return None
        return [to_text(line.rstrip("\n")).encode("utf-8", "replace") for line in entry[2]]
    try:
        with open(path, "rb") as opened:
            data = opened.read(MOST)
    except EnvironmentError:
        loader = frame.f_globals.get("__loader__")  # a module within a zip file
        data = loader.get_data(path)[:MOST]
    return data.splitlines()
