# SPDX-License-Identifier: Apache-2.0
"""A frame's source line with carets under what failed, as the printer in C of 3.11 and 3.12 prints it. 3.13
and later print several lines: see carets_of_lines."""

import sys

from container_exception_logger.operands import UNSURE, anchors
from container_exception_logger.source_lines import line_of
from container_exception_logger.text import characters

VERSION = sys.version_info
IN_C = VERSION < (3, 13)
BLANKS = " \t\f"
LATER = VERSION >= (3, 11, 4)  # skips closing parentheses, and counts wide characters as two columns


def source(files, frame, code, instruction, number):
    """Returns the lines below a frame's first one; "" without the source."""
    positions = _positions(code, instruction)
    if not IN_C:
        from container_exception_logger import carets_of_lines
        return carets_of_lines.source(files, frame, number, positions)
    line = line_of(files, frame, number)
    if line is None:
        return ""
    bare = line.lstrip(BLANKS)
    text = "    " + bare + "\n"
    if None not in positions:
        marks = _marks(line, len(line) - len(bare), *positions)
        if marks is not None:
            text += marks + "\n"
    return text


def _positions(code, instruction):
    """Returns first and last line, first and last column of an instruction. Columns are bytes; any may be
    None."""
    if instruction < 0:
        return None, None, None, None
    left = instruction // 2
    for positions in code.co_positions():
        if not left:
            return positions
        left -= 1
    return None, None, None, None


def _marks(line, stripped, first, last, start, end):
    """Returns the line of carets; None if it would mark all of the source line."""
    raw = line.encode("utf-8")
    start, end = _clipped(raw, start), _clipped(raw, end)
    marked = None
    if first == last:
        marked = _anchors(line[start:end])
    else:
        end = len(line)
        while end and raw[end - 1:end] in (b" ", b"\t", b"\f"):
            end -= 1
    if end - start == len(line) - stripped and marked is None:
        return None
    if marked is not None:
        marked = [start + each for each in marked]
    if LATER and not line.isascii():
        from container_exception_logger.widths import width
        marked = marked and [width(line, each) for each in marked]
        start, end = width(line, start), width(line, end)
    marks = " " * (4 + max(0, start - stripped))
    for column in range(max(start, stripped - 4), end):
        marks += "^" if marked is None or marked[0] <= column < marked[1] else "~"
    return marks


def _clipped(raw, count):
    """As `characters`, but the NUL after the text counts as one."""
    return characters(raw, count) + (count > len(raw))


def _anchors(segment):
    """Returns the place of the operator or index in an expression: (start, end) in characters; None without
    one."""
    if LATER:
        found = anchors(segment)
        if found is not UNSURE:
            return found or None
    from container_exception_logger.parsing import expression
    node = expression(segment)
    if node is None:
        return None
    raw = segment.encode("utf-8")
    kind = type(node).__name__
    if kind == "BinOp":
        found = _operator(raw, node.left.end_col_offset, node.right.col_offset)
    elif kind == "Subscript":
        found = _index(raw, node.value.end_col_offset, node.slice.end_col_offset + 1)
    else:
        return None
    if found is None:
        return None
    return characters(raw, found[0]), characters(raw, found[1])


def _operator(raw, start, end):
    found = None
    for at in range(start, end):
        if raw[at:at + 1] in (b" ", b"\t", b"\f"):
            continue
        found = at, at + 1
        if at + 1 < end and raw[at + 1:at + 2] not in (b" ", b"\t", b"\f"):
            found = at, at + 2
        if LATER and at + 1 < end and raw[at:at + 1] == b")":
            continue
        break
    return found


def _index(raw, start, end):
    if LATER:
        while start < len(raw) and raw[start:start + 1] != b"[":
            start += 1
        while end < len(raw) and raw[end:end + 1] != b"]":
            end += 1
        if end < len(raw):
            end += 1
    return start, end
