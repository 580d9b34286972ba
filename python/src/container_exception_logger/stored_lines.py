# SPDX-License-Identifier: Apache-2.0
"""Lines of source that are not in a file of their own, or whose file declares an encoding."""

import sys

from container_exception_logger.objects import lookup, of_module, plain

VERSION = sys.version_info[:2]
DIRECT = {"utf-8": "utf-8", "utf8": "utf-8", "latin-1": "latin-1", "latin1": "latin-1",
          "iso-8859-1": "latin-1", "iso8859-1": "latin-1", "ascii": "ascii", "us-ascii": "ascii"}


def as_printed(code, path):
    """Returns the lines that `linecache` holds without a file, such as those of `python -c`; None without
    any."""
    lines = _put_by_hand(of_module("linecache", "cache"), path)
    if lines is None and path[:1] == "<" and VERSION >= (3, 13):  # late releases of 3.13 have it
        lines = _put_by_hand(of_module("linecache", "_interactive_cache"),
                             (path, code.co_qualname, code.co_firstlineno))
    return lines


def _put_by_hand(cache, key):
    if type(cache) is not dict:
        return None
    entry = lookup(cache, key) if type(key) is str else cache.get(key)
    if type(entry) is not tuple or len(entry) != 4 or entry[1] is not None or type(entry[2]) is not list:
        return None
    return [line.rstrip("\n") if type(line) is str else "" for line in entry[2]]


def any_of(frame, most):
    """Returns lines for a record's context that the interpreter does not print: of a module in a zip file,
    and those that `doctest` and IPython put into `linecache` (a notebook's cell). `most`: bytes."""
    path = frame.f_code.co_filename
    found = None if path[:1] == "<" else of_archive(frame, path, most)
    entry = lookup(of_module("linecache", "cache"), path)
    if found is not None or type(entry) is not tuple or len(entry) != 4 or type(entry[2]) is not list:
        return found or []
    return [(plain(line, most) or u"").rstrip(u"\n") for line in entry[2]]


def of_archive(frame, path, most):
    """Returns the lines as bytes from the zip file that the frame's module was imported from; None if there
    is none."""
    loader = lookup(frame.f_globals, "__loader__")
    if type(loader) is not of_module("zipimport", "zipimporter"):
        return None
    try:
        return loader.get_data(path)[:most].splitlines()
    except Exception:
        return None


def encoding_of(lines):
    """Returns the encoding that the first two lines declare (PEP 263) if it can be decoded without an import,
    else UTF-8."""
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
