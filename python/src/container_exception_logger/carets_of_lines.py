# SPDX-License-Identifier: Apache-2.0
"""The source lines of a frame with carets under what failed, as the `traceback` module of 3.13 and later
prints them: the first and last lines of the expression and those around its operator."""

from container_exception_logger import operands
from container_exception_logger.source_lines import line_of
from container_exception_logger.text import characters
from container_exception_logger.widths import width

MOST = 1000  # lines of one expression


def source(files, frame, number, positions):
    """Returns the lines below a frame's first one; "" without the source."""
    first, last, start, end = positions
    last = number if last is None or first is None else last
    found = [(line_of(files, frame, each) or "").rstrip()
             for each in range(number, min(last, number + MOST) + 1)]
    shown = dedented(found)
    if not "".join(shown).strip():
        return ""
    if start is None or end is None or len(found) < last - number + 1:
        return "    " + found[0].strip() + "\n" if found[0].strip() else ""
    return _Marked(found, shown, start, end).text()


def dedented(lines):
    """Returns the lines without their common indentation; lines of blanks become empty."""
    margin = None
    shown = []
    for line in lines:
        bare = line.lstrip(" \t")
        shown.append(line if bare else "")
        if bare:
            indent = line[:len(line) - len(bare)]
            if margin is None:
                margin = indent
            while not indent.startswith(margin):
                margin = margin[:-1]
    return [line[len(margin or ""):] for line in shown]


class _Marked(object):
    """The lines of an expression, from column `start` of the first to `end` of the last."""

    def __init__(self, original, lines, start, end):
        self.lines = lines
        cut = len(original[0]) - len(lines[0])
        self.start = max(0, characters(original[0].encode("utf-8"), start) - cut)
        self.end = max(0, characters(original[-1].encode("utf-8"), end) - cut)
        segment = "\n".join(lines)
        segment = segment[self.start:len(segment) - (len(lines[-1]) - self.end)]
        self.anchors = None
        found = operands.UNSURE
        if "\n" not in segment:
            found = operands.anchors(segment, calls=True)
        if found is not operands.UNSURE:
            self.anchors = found and (0, found[0], 0, found[1])
        else:
            try:
                self.anchors = anchors(segment)
            except Exception:
                pass
        if self.anchors:
            self.anchors = [self._placed(*self.anchors[:2]), self._placed(*self.anchors[2:])]

    def _placed(self, line, column):
        if line == 0:
            column += self.start
        return line, width(self.lines[line], column)

    def text(self):
        marked = self._marked()
        last = len(self.lines) - 1
        wanted = {0, last}
        if self.anchors:
            for line, _ in self.anchors:
                wanted.update(each for each in (line - 1, line, line + 1) if 0 <= each <= last)
        out, before, lines = [], None, list(wanted)
        lines.sort()  # the program may have replaced `sorted`
        for line in lines:
            if before is not None and line - before == 2:
                self._line(line - 1, marked, out)
            elif before is not None and line - before > 2:
                out.append("...<%d lines>..." % (line - before - 1))
            self._line(line, marked, out)
            before = line
        return "".join(["    " + each + "\n" for each in dedented(out)])

    def _line(self, number, marked, out):
        line = self.lines[number]
        out.append(line)
        if not marked:
            return
        indent = len(line) - len(line.lstrip())
        start = max(indent, width(self.lines[0], self.start) if number == 0 else 0)
        end = width(line, self.end if number == len(self.lines) - 1 else len(line))
        marks = " " * min(start, end)
        for column in range(start, end):
            marks += "^" if not self.anchors or self.anchors[0] <= (number, column) < self.anchors[1] else "~"
        out.append(marks)

    def _marked(self):
        """Returns whether to print carets. They are left out under a whole line, and under a call whose
        result is returned or assigned to one name."""
        text = "\n".join(self.lines)
        tree = None
        call = self.lines[-1][:self.end][-1:] == ")" and ("=" in text or "return" in text)
        if call or text.lstrip()[:1] == "#":
            from container_exception_logger.parsing import parsed
            tree = parsed(text)
        if tree is not None:
            if not tree.body:
                return False
            call = _plain_call(tree.body[0])
            if call is not None and (call.lineno, call.end_lineno, call.col_offset, call.end_col_offset) == (
                    1, len(self.lines), self.start, self.end):
                return False
        return bool(self.anchors or self.lines[0][:self.start].lstrip() or self.lines[-1][self.end:].rstrip())


def _plain_call(statement):
    kind = type(statement).__name__
    call = getattr(statement, "value", None)
    if type(call).__name__ != "Call":
        return None
    if kind == "Return":
        return call if type(call.func).__name__ == "Name" else None
    if kind == "Assign" and len(statement.targets) == 1 and type(statement.targets[0]).__name__ == "Name":
        return call
    return None


def anchors(segment):
    """Returns where the operator, the index or the arguments of an expression begin and end: line, column,
    line, column; None without any. Raises IndexError where the tree's places are not in the text."""
    from container_exception_logger.parsing import parsed
    tree = parsed("(\n" + segment + "\n)")
    if tree is None or len(tree.body) != 1 or type(tree.body[0]).__name__ != "Expr":
        return None
    node = tree.body[0].value
    kind = type(node).__name__
    text = _Text(segment.splitlines())
    if kind == "BinOp":
        line, column = text.skip(text.after(node.left), lambda char: not char.isspace() and char != ")")
        end = column + 1
        right = node.right.lineno - 2
        if end < len(text.lines[line]) and (
                right > line or end < text.column(right, node.right.col_offset)):
            following = text.lines[line][end]
            if not following.isspace() and following not in "\\#":
                end += 1
        return line, column, line, end
    if kind == "Subscript":
        start = text.skip(text.after(node.value), lambda char: char == "[")
    elif kind == "Call":
        start = text.skip(text.after(node.func), lambda char: char == "(")
    else:
        return None
    end = node.end_lineno - 2
    return start + (end, text.column(end, node.end_col_offset))


class _Text(object):
    def __init__(self, lines):
        self.lines = lines

    def column(self, line, offset):
        return characters(self.lines[line].encode("utf-8"), offset)

    def after(self, node):
        line = node.end_lineno - 2
        return self._valid(line, self.column(line, node.end_col_offset))

    def skip(self, place, found):
        """Returns the next place whose character satisfies `found`, skipping comments and continuations."""
        line, column = place
        while True:
            char = self.lines[line][column]
            if char in "\\#":
                line, column = self._valid(line + 1, 0)
            elif found(char):
                return line, column
            else:
                line, column = self._valid(line, column + 1)

    def _valid(self, line, column):
        while column >= len(self.lines[line]):
            line, column = line + 1, 0
        return line, column
