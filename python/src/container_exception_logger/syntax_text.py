# SPDX-License-Identifier: Apache-2.0
"""What Python prints of a SyntaxError before its message: its own file, line and caret."""

import sys

from container_exception_logger.exceptions import as_text, described
from container_exception_logger.frame_text import IN_C
from container_exception_logger.objects import one_of
from container_exception_logger.text import integers, unicode_type

VERSION = sys.version_info[:2]
SIMPLE = integers + (unicode_type, bytes, type(None))
FIELDS = ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset")


def of(value, words):
    """Returns the lines that show the place, the message, and what follows it. `words`: the exception's
    `str()`, which is the message where the exception lacks these fields."""
    fields = {}
    for name in FIELDS:
        descriptor = SyntaxError.__dict__.get(name)
        fields[name] = as_text(descriptor.__get__(value)) if descriptor is not None else None
    if not IN_C:
        for name in fields:  # whose truth is tested below
            if not one_of(fields[name], SIMPLE):
                fields[name] = described(fields[name])
        return _of_module(**fields)
    for name in ("lineno", "offset"):
        if not one_of(fields[name], integers) and not (name == "offset" and fields[name] is None):
            return [], words, ""
    return _of_c(type(value), **fields)


def _of_module(msg, filename, lineno, offset, text, end_lineno, end_offset):
    lines, suffix = [], ""
    if lineno is not None:
        lines.append('  File "%s", line %s\n' % (described(filename) if filename else "<string>",
                                                 described(lineno)))
    elif filename is not None:
        suffix = " (%s)" % described(filename)
    if type(text) is str:
        right = text.rstrip("\n")
        left = right.lstrip(" \n\f")
        spaces = len(right) - len(left)
        lines.append("    " + left + "\n")
        if type(offset) is int or VERSION < (3, 10):
            offset = offset if type(offset) is int else 0
            end = offset + 1
            if VERSION >= (3, 10):
                offset, end = _range(text, right, offset, lineno, end_lineno, end_offset)
            start = offset - 1 - spaces
            if start >= 0:
                lines.append("    " + _caret_line(left, start, end - 1 - spaces) + "\n")
    return lines, described(msg) if msg else "<no detail available>", suffix


def _range(text, right, offset, lineno, end_lineno, end_offset):
    if type(lineno) is type(end_lineno) and lineno == end_lineno:
        end = end_offset if type(end_offset) is int and end_offset else offset
    else:
        end = len(right) + 1
    if text and offset > len(text):
        offset = len(right) + 1
    if text and end > len(text):
        end = len(right) + 1
    return offset, offset + 1 if offset >= end or end < 0 else end


def _caret_line(left, start, end):
    if VERSION >= (3, 15):
        from container_exception_logger.widths import width
        marked = left[start:end]
        return " " * width(left, start) + "^" * (width(marked, len(marked)) if marked else end - start)
    blanks = "".join([char if char.isspace() else " " for char in left[:start]])
    return blanks + "^" * (end - start)


def _of_c(exctype, msg, filename, lineno, offset, text, end_lineno, end_offset):
    lines = ['  File "%s", line %d\n' % (described(filename) if filename is not None else "<string>", lineno)]
    offset = -1 if offset is None else offset
    if exctype is not SyntaxError:
        end_lineno, end_offset = lineno, -1
    end_lineno = end_lineno if type(end_lineno) is int else lineno
    end_offset = end_offset if type(end_offset) is int else -1
    if text is not None and one_of(text, (str, unicode_type)):
        lines += _text(text, offset, lineno, end_lineno, end_offset)
    words = described(msg) if msg is not None else "None"
    return lines, words, ""


def _text(text, offset, lineno, end_lineno, end_offset):
    """Returns the source and caret lines as the printer in C does, which counts bytes of UTF-8."""
    raw = text.encode("utf-8", "surrogatepass") if str is not bytes else text
    if end_lineno > lineno:
        end_offset = len(raw)
    end_offset = min(end_offset, len(raw) + 1)
    carets = end_offset - offset if end_offset > 0 and end_offset > offset else 1
    raw = raw.partition(b"\0")[0]
    raw, offset = (_cut if VERSION >= (3, 9) else _cut_before)(raw, offset)
    shown = raw if str is bytes else raw.decode("utf-8", "replace")
    lines = ["    " + shown + ("" if shown.endswith("\n") else "\n")]
    if offset >= 0:
        lines.append("    " + " " * offset + "^" * (carets if VERSION >= (3, 10) else 1) + "\n")
    return lines


def _cut(raw, offset):
    """Returns the text from the line that the offset is in, without indentation, and the offset in it, from
    0."""
    offset -= 1
    bare = raw.lstrip(b" \t\f")
    offset -= len(raw) - len(bare)
    offset = min(offset, len(bare) - bare.endswith(b"\n"))
    while True:
        line, newline, rest = bare.partition(b"\n")
        if not newline or len(line) >= offset:
            return bare, offset
        bare, offset = rest, offset - len(line) - 1


def _cut_before(raw, offset):
    """As `_cut`, for versions before 3.9."""
    if offset < 0:
        return raw, -1
    if offset and offset == len(raw) and raw.endswith(b"\n"):
        offset -= 1
    while True:
        line, newline, rest = raw.partition(b"\n")
        if not newline or len(line) >= offset:
            break
        raw, offset = rest, offset - len(line) - 1
    bare = raw.lstrip(b" \t\f")
    offset -= len(raw) - len(bare)
    return bare, -1 if offset == -1 else max(0, offset - 1)
