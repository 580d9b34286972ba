# SPDX-License-Identifier: Apache-2.0
"""The lines of a traceback for its frames: file, line, function, source line, carets."""

import sys

from container_exception_logger.source_lines import line_of

VERSION = sys.version_info[:2]
IN_C = VERSION < (3, 13) and not hasattr(sys, "pypy_version_info")  # who prints: see traceback_text
CARETS = VERSION >= (3, 11)
LIMIT = 1000  # frames that the printer in C prints
SAME = 3  # equal frames in a row that are printed


def pieces_of(traceback, files, known):
    """Yields pieces of text, each of whole lines. State of one report: `files` (source_lines); `known`: the
    text of frames by place, so that recursion makes each once."""
    last, count = None, 0
    for each in _limited(traceback):
        frame = each.tb_frame
        code = frame.f_code
        place = code.co_filename, each.tb_lineno, code.co_name
        if last is None or not _same(place, last):
            if count > SAME:
                yield _repeated(count - SAME)
            last, count = place, 0
        count += 1
        if count <= SAME or VERSION < (3, 0):
            key = id(code), each.tb_lasti, each.tb_lineno
            if key not in known:
                known[key] = _frame(frame, code, each.tb_lasti, each.tb_lineno, files)
            yield known[key]
    if count > SAME:
        yield _repeated(count - SAME)


def _frame(frame, code, instruction, number, files):
    name = code.co_filename
    if VERSION < (3, 0):
        head = '  File "%s", line %d, in %s\n' % (name[:500], number, code.co_name[:500])
    else:
        head = '  File "%s", line %s, in %s\n' % (_shown(name), number, code.co_name)
    if number is None:
        return head
    if CARETS:
        from container_exception_logger import carets
        return head + carets.source(files, frame, code, instruction, number)
    line = line_of(files, frame, number)
    if line is None:
        return head
    if IN_C:
        line = line.lstrip(" \t\f")
    else:
        line = line.strip()
        if not line:
            return head
    return head + "    " + line + "\n"


def _limited(traceback):
    """Returns the entries of the traceback that are printed, as a list."""
    found = []
    while traceback is not None:
        found.append(traceback)
        traceback = traceback.tb_next
    limit = getattr(sys, "tracebacklimit", None)
    if type(limit) is not int:
        return found[-LIMIT:] if IN_C else found
    if limit <= 0:
        return []
    return found[len(found) - limit:] if VERSION >= (3, 13) else found[-limit:]


def _same(place, last):
    if VERSION < (3, 0):
        return False
    if IN_C:
        return place[0] is last[0] and place[1] == last[1] and place[2] is last[2]
    return place == last and place[1] is not None


def _repeated(more):
    return "  [Previous line repeated %d more time%s]\n" % (more, "s" if more > 1 else "")


def _shown(name):
    """Returns the file's name as it is printed, without the number that 3.13 gives to interactive input."""
    if VERSION == (3, 13) and name.startswith("<stdin>-"):
        return "<stdin>"
    if VERSION > (3, 13) and name.startswith("<stdin-") and name.endswith(">"):
        return "<stdin>"
    return name
