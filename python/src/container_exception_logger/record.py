# SPDX-License-Identifier: Apache-2.0
"""Makes the record of an exception, in ABRT's terms and ours."""

import posix
import sys
import time

from container_exception_logger import traceback_text
from container_exception_logger.chain import MESSAGE, first_line, links
from container_exception_logger.exceptions import message_of
from container_exception_logger.objects import is_a, plain
from container_exception_logger.text import to_text


def build(state, settings, mechanism, exc_info, fatal=False, handled=False, thread=None):
    """Returns the record as a dict, in the order in which it is written. `thread`: its name, or None."""
    exctype, value, traceback = exc_info
    messages, files = {}, {}
    text = to_text(traceback_text.of(exc_info, messages, files))
    words = plain(message_of(value, messages), MESSAGE)
    chain = links(settings, exctype, value, traceback, messages, files)
    reason = _reason(exctype, value, traceback, first_line(exctype, words))
    backtrace = reason + "\n\n" + text
    if traceback is not None:
        backtrace += "\nLocal variables in innermost frame:\n"
        for name, shown in chain[0]["frames"][-1].get("locals", {}).items():
            backtrace += "%s: %s\n" % (name, shown)
    record = {}
    for name, each in (
            ("type", "Python" if str is bytes else "Python3"),
            ("executable", executable()),
            ("reason", reason),
            ("backtrace", backtrace),
            ("time", int(time.time())),
            ("pid", posix.getpid()),
            ("uid", posix.getuid()),
            ("id", new_id()),
            ("exception", {name: chain[0][name] for name in ("type", "module", "message")}),
            ("mechanism", mechanism),
            ("handled", handled),
            ("severity", "fatal" if fatal else "error"),
            ("thread", thread),
            ("runtime", {"name": getattr(getattr(sys, "implementation", None), "name", "cpython"),
                         "version": sys.version.split()[0]}),
            ("hostname", posix.uname()[1]),
            ("exceptions", chain)):
        if each is not None:
            record[name] = each
    return record


def executable():
    """Returns ABRT's `executable`: the path of the script, absolute if possible, or `python3 -c ...`."""
    python = "python" if str is bytes else "python3"
    argv = getattr(sys, "argv", None)
    first = plain(argv[0], 4096) or "" if type(argv) is list and argv else ""
    if first[:1] == "/":
        return first
    if first[:1] == "-" or not first:
        return "%s %s ..." % (python, first or "-")
    try:
        path = posix.getcwd() + "/" + first
        posix.stat(path)
        return path
    except OSError:
        return first


def _reason(exctype, value, traceback, words):
    where = None
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is not None:
        code = traceback.tb_frame.f_code
        where = (code.co_filename, traceback.tb_lineno or code.co_firstlineno, code.co_name)
    elif is_a(value, SyntaxError):
        path, line = (SyntaxError.__dict__[name].__get__(value) for name in ("filename", "lineno"))
        if plain(path) and type(line) is int:
            where = (path, line, "<module>")
    if where is None:
        return words
    return u"%s:%s:%s:%s" % (plain(where[0], 4096).rpartition("/")[2], where[1], plain(where[2]), words)


def new_id():
    """Returns a random id for a report: 32 hexadecimal digits."""
    return "".join("%02x" % each for each in bytearray(posix.urandom(16)))
