# SPDX-License-Identifier: Apache-2.0
"""The source lines around a line of code."""

import sys

from container_exception_logger.redact import scrub
from container_exception_logger.text import to_text

CONTEXT = 2  # lines before and after
LINE = 400  # characters of a line
MOST = 1 << 20  # bytes of a file


class Sources(object):
    """Reads each file once, and scrubs each line once, for one report."""

    def __init__(self, extra=()):
        self.extra = extra
        self.files = {}
        self.lines = {}

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
        return {"start": start, "lines": [self._line(path, lines, number) for number in shown]}

    def _line(self, path, lines, number):
        if (path, number) not in self.lines:
            self.lines[path, number] = scrub(to_text(lines[number - 1][:LINE]), self.extra, code=True)
        return self.lines[path, number]


def _read(frame, path):
    if path[:1] == "<":
        cache = getattr(sys.modules.get("linecache"), "cache", {})
        entry = cache.get(path)
        return list(entry[2]) if type(entry) is tuple and len(entry) == 4 else None
    try:
        with open(path, "rb") as opened:
            data = opened.read(MOST)
    except EnvironmentError:
        loader = frame.f_globals.get("__loader__")  # a module within a zip file
        data = loader.get_data(path)[:MOST]
    return data.splitlines()
