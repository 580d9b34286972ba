# SPDX-License-Identifier: Apache-2.0
"""The source lines around a line of code."""

import posix

from container_exception_logger.objects import lookup, of_module, plain
from container_exception_logger.text import to_text

CONTEXT = 2  # lines before and after
LINE = 400  # characters of a line
MOST = 1 << 20  # bytes of a file
CLOEXEC = getattr(posix, "O_CLOEXEC", 0o2000000)


class Sources(object):
    """Reads each file once for one report."""

    def __init__(self, lines):
        """`lines`: the report's SourceLines, which have read most of the files."""
        self.lines, self.files = lines, {}

    def around(self, path, loader, line):
        """For a record's `context`: {"start": number of the first line, "lines": [text]}; None without the
        source. `loader`: the module's."""
        if path not in self.files:
            try:
                self.files[path] = _read(self.lines, path, loader)
            except Exception:
                self.files[path] = None
        lines = self.files[path]
        if not lines:
            return None
        start = max(1, line - CONTEXT)
        shown = [each[:LINE] for each in lines[start - 1:line + CONTEXT]]
        return {"start": start, "lines": to_text(b"\n".join(shown)).split("\n")} if shown else None


def _read(lines, path, loader):
    if path[:1] == "<":
        return _cached(path)
    found = lines.of_file(path)
    if found is None and type(loader) is of_module("zipimport", "zipimporter"):  # a module in a zip file
        found = loader.get_data(path)[:MOST].splitlines()
    return _cached(path) if found is None else found


def _cached(path):
    """Lines of what was never in a file (a notebook's cell is by its name), as `doctest` and IPython leave
    them."""
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
