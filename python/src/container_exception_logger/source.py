# SPDX-License-Identifier: Apache-2.0
"""The source lines around a line of code."""

import posix

from container_exception_logger.objects import lookup, of_module, plain
from container_exception_logger.redact import innocent, scrub
from container_exception_logger.text import to_text

CONTEXT = 2  # lines before and after
LINE = 400  # characters of a line
MOST = 1 << 20  # bytes of a file
CLOEXEC = getattr(posix, "O_CLOEXEC", 0o2000000)
QUOTES = (b'"""', b"'''")


class Sources(object):
    """Reads each file once, and scrubs each line once, for one report."""

    def __init__(self, extra=()):
        self.extra = extra
        self.files = {}
        self.lines = {}
        self.strings = {}

    def around(self, path, loader, line):
        """For a record's `context`: {"start": number of the first line, "lines": [text]}; None without the
        source. `loader`: the module's."""
        if path not in self.files:
            try:
                self.files[path] = _read(path, loader)
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


def _read(path, loader):
    if path[:1] == "<":
        return _cached(path)
    data = of_file(path)
    if data is None and type(loader) is of_module("zipimport", "zipimporter"):  # a module in a zip file
        data = loader.get_data(path)[:MOST]
    return data.splitlines()


def _cached(path):
    """Lines of what was never in a file, as `doctest` and IPython leave them."""
    entry = lookup(of_module("linecache", "cache"), path)
    if type(entry) is not tuple or len(entry) != 4 or type(entry[2]) is not list:
        return None
    return [(plain(line, MOST) or u"").rstrip(u"\n").encode("utf-8", "replace") for line in entry[2]]


def of_file(path):
    """The first MOST bytes; None if there is no such file, or it is none that can simply be read. (`open` may
    be the program's, and wait for the writer of a FIFO.)"""
    try:
        opened = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_NOCTTY | CLOEXEC)
    except EnvironmentError:
        return None
    try:
        status = posix.fstat(opened)
        return posix.read(opened, MOST) if status[0] & 0o170000 == 0o100000 else None
    finally:
        posix.close(opened)
