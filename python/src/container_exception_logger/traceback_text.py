# SPDX-License-Identifier: Apache-2.0
"""The traceback of an exception, byte for byte as this interpreter prints it, made without printing.

There are two printers with rules of their own: CPython's in C, up to 3.12, and the `traceback` module, which
3.13 and PyPy use. Comments name the differences. Nothing of the standard library is imported: that would take
longer than all of this, and a program could see it."""

import sys

from container_exception_logger.exceptions import (
    FAILED,
    cause_of,
    context_of,
    field,
    members_of,
    message_of,
    name_of,
    traceback_of,
)
from container_exception_logger.frame_text import IN_C, pieces_of
from container_exception_logger.objects import is_a, simple_name

VERSION = sys.version_info[:2]
KEPT = 32768  # characters kept at each end of a longer text


def of(exc_info, messages, files):
    """Returns the traceback as text. State of one report: `messages` (exceptions.message_of), and `files`
    (source_lines)."""
    printer = _Printer(messages, files)
    exctype, value, traceback = exc_info
    if not is_a(value, BaseException):  # on Python 2 a hook may be called with anything
        printer.one(exctype, value, traceback)
    elif cause_of(value) is None and context_of(value) is None and members_of(value) is None:
        own = traceback_of(value)
        printer.one(type(value), value, traceback if own is None else own)
    else:
        from container_exception_logger import chained_text
        chained_text.add(printer, value, traceback)
    return printer.text()


class _Printer(object):
    """Collects text piece by piece and keeps both ends: a message may have a hundred megabytes, a stack ten
    thousand frames."""

    def __init__(self, messages, files):
        self.messages, self.files, self.frames = messages, files, {}
        self.pieces, self.room, self.left_out = [], 4 * KEPT, 0
        self.depth = 0  # of nested groups, 1 in the outermost
        self.need_close = False  # whether the border of the innermost group must still be closed

    def text(self):
        self._shorten()
        text = self.pieces[0]
        if self.left_out:
            text = "%s\n... %d characters ...\n%s" % (text[:KEPT], self.left_out, text[KEPT:])
        return text

    def add(self, piece):
        if len(piece) > 2 * KEPT:
            self._shorten()
            piece = self._ends(piece)
        self.pieces.append(piece)
        self.room -= len(piece)
        if self.room < 0:
            self._shorten()

    def _shorten(self):
        text = self._ends("".join(self.pieces))
        self.pieces, self.room = [text], 4 * KEPT - len(text)

    def _ends(self, text):
        self.left_out += max(0, len(text) - 2 * KEPT)
        return text if len(text) <= 2 * KEPT else text[:KEPT] + text[-KEPT:]

    def emit(self, text, margin="|"):
        """Adds whole lines, after the margin of their group."""
        if self.depth:
            before = "  " * self.depth + margin + " "
            if IN_C:
                lines = text[:-1].split("\n")
                text = before + ("\n" + before).join(lines) + "\n"
            else:
                text = "".join([before + line for line in text.splitlines(True)])
        self.add(text)

    def one(self, exctype, value, traceback, kind="", margin="|"):
        """Adds one exception: its frames, its message and its notes."""
        if traceback is not None:
            header = kind + "Traceback (most recent call last):\n"
            for piece in pieces_of(traceback, self.files, self.frames):
                if header:
                    self.emit(header, margin)
                    header = None
                self.emit(piece)
        words = message_of(value, self.messages) if value is not None else ""
        suffix = ""
        if is_a(value, SyntaxError):
            from container_exception_logger import syntax_text
            location, words, suffix = syntax_text.of(value, words)
            for line in location:
                self.emit(line)
        elif VERSION >= (3, 9):
            suffix = self._suggestion(value, traceback)
        if words == FAILED and hasattr(sys, "pypy_version_info"):
            words = "<unprintable %s object>" % simple_name(exctype)
        name = full_name(exctype)
        self._message((name + ": " + words if words else name) + suffix)
        notes = field(value, "__notes__") if VERSION >= (3, 11) else None
        if notes is not None:
            from container_exception_logger import notes_text
            notes_text.add(self, notes)

    def _message(self, line):
        if IN_C and self.depth:  # only the first line gets the margin
            self.add("  " * self.depth + "| " + line + "\n")
        else:
            self.emit(line + "\n")

    def _suggestion(self, value, traceback):
        if not any(is_a(value, each) for each in (NameError, AttributeError, ImportError)):
            return ""
        try:
            from container_exception_logger import suggestions
            return suggestions.of(value, traceback)
        except Exception:
            return ""


def full_name(cls):
    """Returns the name of the class as Python prints it before the message."""
    module, name = name_of(cls)
    if module in ("builtins", "exceptions") or module == "__main__" and (VERSION >= (3, 11) or not IN_C):
        return name
    if (3, 0) < VERSION < (3, 9) and IN_C:
        name = simple_name(cls)
    if module is None:
        return ("<unknown>" if VERSION < (3, 9) and IN_C else "<unknown>.") + name
    return module + "." + name
