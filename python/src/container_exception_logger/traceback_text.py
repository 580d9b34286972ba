# SPDX-License-Identifier: Apache-2.0
"""The traceback of an exception, byte for byte as this interpreter prints it, made without printing.

Two printers exist, with rules of their own: CPython's in C, to 3.12, and the `traceback` module, which 3.13
and PyPy print by. Differences are named where they are. Nothing is imported: that takes longer than all of
this, and a program could see it."""

import sys

from container_exception_logger import frame_text
from container_exception_logger.both_ends import BothEnds
from container_exception_logger.exceptions import (
    FAILED,
    cause_of,
    context_of,
    described,
    field,
    members_of,
    name_of,
    traceback_of,
)
from container_exception_logger.objects import is_a, one_of, simple_name

IN_C = frame_text.IN_C
VERSION = sys.version_info[:2]


def of(exc_info, messages, lines):
    """The traceback as text. `messages`: what the exceptions say of themselves; `lines`: the source lines."""
    printer = _Printer(messages, lines)
    exctype, value, traceback = exc_info
    if not is_a(value, BaseException):  # Python 2, where a hook may be called with anything
        printer.one(exctype, value, traceback)
    elif cause_of(value) is None and context_of(value) is None and members_of(value) is None:
        own = traceback_of(value)
        printer.one(type(value), value, traceback if own is None else own)
    else:
        from container_exception_logger import chained_text
        chained_text.add(printer, value, traceback)
    return printer.out.text()


class _Printer(object):
    def __init__(self, messages, lines):
        self.messages, self.frames = messages, frame_text.Frames(lines)
        self.out = BothEnds()
        self.depth = 0  # of groups within groups, the outermost counted
        self.need_close = False  # whether the innermost group's frame has still to be closed

    def emit(self, text, margin="|"):
        """Adds whole lines, behind the margin of the group that they are of."""
        if self.depth:
            before = "  " * self.depth + margin + " "
            if IN_C:
                lines = text[:-1].split("\n")
                text = before + ("\n" + before).join(lines) + "\n"
            else:
                text = "".join([before + line for line in text.splitlines(True)])
        self.out.add(text)

    def one(self, exctype, value, traceback, kind="", margin="|"):
        """One exception: where, what, and its notes."""
        if traceback is not None:
            header = kind + "Traceback (most recent call last):\n"
            for piece in self.frames.of(traceback):
                if header:
                    self.emit(header, margin)
                    header = None
                self.emit(piece)
        words = self.messages.of(value) if value is not None else ""
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
        if VERSION >= (3, 11):
            self._notes(field(value, "__notes__"))

    def _message(self, line):
        if IN_C and self.depth:  # only the first line is behind the margin
            self.out.add("  " * self.depth + "| " + line + "\n")
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

    def _notes(self, notes):
        if notes is None:
            return
        if not one_of(notes, (list, tuple)):
            text = repr(notes) if one_of(notes, (str, bytes)) else described(notes)
            if VERSION == (3, 11):  # which ends no line there
                self.out.add("  " * self.depth + "| " + text if self.depth else text)
            else:
                self.emit(text + "\n")
            return
        for note in notes:
            text = described(note)
            if IN_C:  # which ends a note that ends a line with one more
                margin = "  " * self.depth + "| " if self.depth else ""
                self.out.add("".join([margin + line for line in text.splitlines(True)]) + "\n")
            else:
                for line in text.split("\n"):
                    self.emit(line + "\n")


def full_name(cls):
    """The class as Python names it before its message."""
    module, name = name_of(cls)
    if module in ("builtins", "exceptions") or module == "__main__" and (VERSION >= (3, 11) or not IN_C):
        return name
    if (3, 0) < VERSION < (3, 9) and IN_C:
        name = simple_name(cls)
    if module is None:
        return ("<unknown>" if VERSION < (3, 9) and IN_C else "<unknown>.") + name
    return module + "." + name
