# SPDX-License-Identifier: Apache-2.0
"""Lines of source files as the interpreter prints them: found by its rules, decoded as the file declares.

No function of `linecache` and no loader of the program is called; what `linecache` holds already is read.
`files` holds the source files of one report by path, each read once: its lines, and their encoding if they
are still bytes."""

import posix
import sys

from container_exception_logger.text import to_text

VERSION = sys.version_info[:2]
IN_C = VERSION < (3, 13) and not hasattr(sys, "pypy_version_info")
CONTEXT = 2  # lines before and after one of a record
WIDE = 400  # characters of such a line
MOST = 1 << 20  # bytes of a file
CLOEXEC = getattr(posix, "O_CLOEXEC", 0o2000000)


def line_of(files, frame, number):
    """Returns the line without its end, on Python 2 as bytes; None if there is none."""
    lines, encoding = _lines_of(files, frame)
    if number > len(lines) > 0 and str is bytes:
        number = len(lines)  # Python 2 prints the last line it has read
    if not 0 < number <= len(lines):
        return None
    line = lines[number - 1]
    if encoding is None:
        return line
    try:
        return line.decode(encoding)
    except UnicodeError:
        return None


def around(files, frame, number):
    """Returns a record's `context`: {"start": number of the first line, "lines": [text]}; None without the
    source."""
    lines, encoding = _lines_of(files, frame)
    if not lines:
        from container_exception_logger import stored_lines
        lines, encoding = files[frame.f_code.co_filename] = stored_lines.any_of(frame, MOST), None
    start = max(1, number - CONTEXT)
    shown = [line[:WIDE] for line in lines[start - 1:number + CONTEXT]]
    if encoding is None:
        shown = [to_text(line) for line in shown]
    else:
        shown = to_text(b"\n".join(shown).decode(encoding, "replace")).split("\n") if shown else shown
    return {"start": start, "lines": shown} if shown else None


def _lines_of(files, frame):
    path = frame.f_code.co_filename
    if path not in files:
        try:
            files[path] = _lines(frame, path)
        except Exception:
            files[path] = [], None
    return files[path]


def _lines(frame, path):
    """Returns the lines, and their encoding if they are still bytes."""
    if not IN_C:
        from container_exception_logger import stored_lines
        cached = stored_lines.as_printed(frame.f_code, path)
        if cached is not None:
            return cached, None
    if path[:1] == "<" and path[-1:] == ">":
        return [], None
    lines = _of_file(path)
    if lines is None and not IN_C:
        lines = stored_lines.of_archive(frame, path, MOST)
    if lines is None and (IN_C or path[:1] != "/") and type(sys.path) is list:
        name = path.rpartition("/")[2] if IN_C else path
        for folder in sys.path:
            if lines is None and type(folder) is str:
                lines = _of_file(folder.rstrip("/") + "/" + name)
    if lines is None:
        return [], None
    if str is bytes:
        return [_last_chunk(line) for line in lines], None
    if lines and lines[0][:3] == b"\xef\xbb\xbf":
        lines = [lines[0][3:]] + lines[1:]
        if lines == [b""]:
            lines = []
    if b"coding" in b"".join(lines[:2]):
        from container_exception_logger import stored_lines
        return lines, stored_lines.encoding_of(lines[:2])
    return lines, "utf-8"


def _of_file(path):
    """Returns the lines of the file's first MOST bytes; None if it is no regular file that can be read.
    (`open` may be the program's, and would wait for the writer of a FIFO.)"""
    try:
        opened = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_NOCTTY | CLOEXEC)
    except (EnvironmentError, ValueError, TypeError):
        return None
    try:
        status = posix.fstat(opened)
        return posix.read(opened, MOST).splitlines() if status[0] & 0o170000 == 0o100000 else None
    finally:
        posix.close(opened)


def _last_chunk(line):
    """Returns what Python 2 prints of a very long line: what its last read of 1999 bytes returned."""
    return line[-(len(line) % 1999):] if len(line) >= 1999 else line
