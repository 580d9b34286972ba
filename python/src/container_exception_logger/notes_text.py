# SPDX-License-Identifier: Apache-2.0
"""The notes of an exception (PEP 678), as Python prints them below its message."""

import sys

from container_exception_logger.exceptions import described
from container_exception_logger.frame_text import IN_C
from container_exception_logger.objects import one_of


def add(printer, notes):
    """Adds the `__notes__` of an exception to the printer (of `traceback_text`)."""
    margin = "  " * printer.depth + "| " if printer.depth else ""
    if not one_of(notes, (list, tuple)):
        text = repr(notes) if one_of(notes, (str, bytes)) else described(notes)
        if sys.version_info[:2] == (3, 11):  # 3.11 does not end the line here
            printer.add(margin + text)
        else:
            printer.emit(text + "\n")
        return
    for note in notes:
        text = described(note)
        if IN_C:  # adds a newline even if the note ends with one
            printer.add("".join([margin + line for line in text.splitlines(True)]) + "\n")
        else:
            for line in text.split("\n"):
                printer.emit(line + "\n")
