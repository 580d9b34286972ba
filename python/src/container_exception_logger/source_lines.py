# SPDX-License-Identifier: Apache-2.0
"""Lines of source files as the interpreter prints them: found by its rules, decoded as the file says.

Neither `linecache` nor a loader is asked: what the first holds already is read, the second is the
program's."""

import sys

from container_exception_logger.objects import lookup, of_module
from container_exception_logger.source import MOST, of_file

VERSION = sys.version_info[:2]
IN_C = VERSION < (3, 13) and not hasattr(sys, "pypy_version_info")
DIRECT = {"utf-8": "utf-8", "utf8": "utf-8", "latin-1": "latin-1", "latin1": "latin-1",
          "iso-8859-1": "latin-1", "iso8859-1": "latin-1", "ascii": "ascii", "us-ascii": "ascii"}


class SourceLines(object):
    """The source files of one report, each read once."""

    def __init__(self):
        self.files = {}
        self.read = {}

    def of_file(self, path):
        """The lines of a file as bytes; None if it cannot be read."""
        if path not in self.read:
            data = of_file(path)
            self.read[path] = None if data is None else data.splitlines()
        return self.read[path]

    def line(self, frame, number):
        """The line without its end; None if there is none."""
        path = frame.f_code.co_filename
        if path not in self.files:
            try:
                self.files[path] = self._lines(frame, path)
            except Exception:
                self.files[path] = [], None
        lines, encoding = self.files[path]
        if number > len(lines) > 0 and str is bytes:
            number = len(lines)  # what Python 2 has read last
        if not 0 < number <= len(lines):
            return None
        line = lines[number - 1]
        if encoding is None:
            return line
        try:
            return line.decode(encoding)
        except UnicodeError:
            return None

    def _lines(self, frame, path):
        """The lines, and the encoding if they are still bytes."""
        if not IN_C:
            cached = _cached(frame.f_code, path)
            if cached is not None:
                return cached, None
        if path[:1] == "<" and path[-1:] == ">":
            return [], None
        lines = self._file(path)
        if lines is None and not IN_C:
            lines = _from_archive(frame, path)
        if lines is None and (IN_C or path[:1] != "/"):
            name = path.rpartition("/")[2] if IN_C else path
            for folder in _exact(sys.path):
                lines = self._file(folder.rstrip("/") + "/" + name)
                if lines is not None:
                    break
        if lines is None:
            return [], None
        if str is bytes:
            return [_last_chunk(line) for line in lines], None
        if lines and lines[0][:3] == b"\xef\xbb\xbf":
            lines = [lines[0][3:]] + lines[1:]
            if lines == [b""]:
                lines = []
        return lines, _encoding(lines[:2])

    def _file(self, path):
        try:
            return self.of_file(path)
        except (ValueError, TypeError):
            return None


def _exact(path):
    return [each for each in path if type(each) is str] if type(path) is list else []


def _last_chunk(line):
    """Of a very long line Python 2 prints what its last read of 1999 bytes brought."""
    return line[-(len(line) % 1999):] if len(line) >= 1999 else line


def _encoding(lines):
    """What the first two lines say that the file is encoded in (PEP 263), if that can be decoded without an
    import."""
    for line in lines:
        bare = line.lstrip(b" \t\f")
        if bare[:1] == b"#":
            for piece in bare.split(b"coding")[1:]:
                name = _name(piece) if piece[:1] in (b":", b"=") else ""
                if name:
                    known = DIRECT.get(name)
                    if known is None and "encodings." + name.replace("-", "_") in sys.modules:
                        known = name
                    return known or "utf-8"
        elif bare:
            break
    return "utf-8"


def _name(piece):
    name = ""
    for char in piece[1:].lstrip(b" \t").decode("latin-1"):
        if not (char.isalnum() or char in "-_."):
            break
        name += char
    return name.lower().replace("_", "-")


def _cached(code, path):
    """What `linecache` would say without looking at a file: lines that were put there by hand, as for what
    was given by -c."""
    lines = _entry(of_module("linecache", "cache"), path)
    if lines is None and path[:1] == "<" and VERSION >= (3, 14):
        lines = _entry(of_module("linecache", "_interactive_cache"),
                       (path, code.co_qualname, code.co_firstlineno))
    return lines


def _entry(cache, key):
    if type(cache) is not dict:
        return None
    entry = lookup(cache, key) if type(key) is str else cache.get(key)
    if type(entry) is not tuple or len(entry) != 4 or entry[1] is not None or type(entry[2]) is not list:
        return None
    return [line.rstrip("\n") if type(line) is str else "" for line in entry[2]]


def _from_archive(frame, path):
    """From the zip file that the frame's module was imported from."""
    loader = lookup(frame.f_globals, "__loader__")
    if type(loader) is not of_module("zipimport", "zipimporter"):
        return None
    try:
        return loader.get_data(path)[:MOST].splitlines()
    except Exception:
        return None
