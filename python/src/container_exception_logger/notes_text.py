# SPDX-License-Identifier: Apache-2.0
"""The notes of an exception (PEP 678), as Python prints them below its message."""

import sys

from container_exception_logger.exceptions import described
from container_exception_logger.frame_text import IN_C
from container_exception_logger.objects import one_of


def add(printer, notes):
    """Has the printer (of `traceback_text`) print what an exception has as `__notes__`."""
    margin = "  " * printer.depth + "| " if printer.depth else ""
    if not one_of(notes, (list, tuple)):
        text = repr(notes) if one_of(notes, (str, bytes)) else described(notes)
        if sys.version_info[:2] == (3, 11):  # which ends no line there
            printer.add(margin + text)
        else:
            printer.emit(text + "\n")
        return
    for note in notes:
        text = described(note)
        if IN_C:  # which ends a note that ends a line with one more
            printer.add("".join([margin + line for line in text.splitlines(True)]) + "\n")
        else:
            for line in text.split("\n"):
                printer.emit(line + "\n")
