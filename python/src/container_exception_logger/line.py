# SPDX-License-Identifier: Apache-2.0
"""Writes a report without the logger: as one line, shortened to fit, written whole or not at all, without
waiting.

Of the logger's sinks, these are tried: the one that CEL_SINK names, then PID 1's streams. Inherited streams
are not: only the logger can tell whether a parent captures one, which must not find a report in it.
"""

import posix
import sys

from container_exception_logger import pid1
from container_exception_logger.masking import masked
from container_exception_logger.text import to_json, to_text

TAG = b"container-exception-logger - "
MAX_LINE = 4086  # bytes, without the newline: what every log driver keeps whole
NULL = 0x103  # the device number of /dev/null


def write(record, state, settings, say):
    """Returns whether a sink took the line. `say`: called with a sentence for each sink that did not."""
    line = TAG + shortened(redacted(record, settings.redact), MAX_LINE - len(TAG)) + b"\n"
    flags = posix.O_WRONLY | posix.O_APPEND | posix.O_NONBLOCK | posix.O_NOCTTY
    flags |= getattr(posix, "O_CLOEXEC", 0o2000000)
    for path, more in _sinks(settings.sink):
        try:
            refused = pid1.refusal(path) if path.startswith("/proc/1/") else None
            if refused and refused != pid1.STREAM:
                say("%s: %s" % (path, refused))
                continue
            sink = posix.open(path, flags | more, 0o644)
            try:
                if refused and not pid1.is_stream(sink):
                    say("%s: %s" % (path, refused))
                elif posix.fstat(sink).st_rdev != NULL and posix.write(sink, line) == len(line):
                    return True
            finally:
                posix.close(sink)
        except OSError:
            say("%s: %s" % (path, sys.exc_info()[1].strerror))
    return state["to_stream"](line)  # after a chroot to where there is no /proc


def _sinks(sink):
    """Returns pairs of a path and the flags to add when it is opened."""
    streams = []
    if pid1.is_ours():
        streams = [("/proc/1/fd/1", 0), ("/proc/1/fd/2", 0)]
    if sink == "stderr":
        return streams[::-1]
    if sink == "console":
        return [("/dev/console", 0)] + streams
    if sink.startswith("file:"):
        return [(sink[5:], posix.O_CREAT)] + streams
    if sink.startswith("fd:") and sink[3:].isdigit():
        return [("/proc/self/fd/" + sink[3:], 0)] + streams
    return streams


def redacted(record, own):
    """Returns the record with each line masked that may hold a secret, since there is no logger to tell
    precisely. `own`: further parts of names of secrets. The places and the error's type stay."""
    where, colon, words = to_text(record["reason"]).partition(": ")
    reason = where + colon + masked(words, own)
    trace = to_text(record["backtrace"])
    if trace.startswith(to_text(record["reason"])):
        trace = trace[len(to_text(record["reason"])):]
    found = dict(record, reason=reason, backtrace=reason + masked(trace, own))
    if "exception" in record:
        message = masked(to_text(record["exception"]["message"]), own)
        found["exception"] = dict(record["exception"], message=message)
    return found


def shortened(record, room):
    """Returns the record as JSON of at most `room` bytes, without the bulk and with the middle of long texts
    left out."""
    kept = {key: record[key] for key in record if key != "exceptions"}
    limit = room
    while True:
        text = to_json(kept).encode("ascii")
        if len(text) <= room:
            return text
        limit = limit * 3 // 4
        for key in ("backtrace", "reason", "executable"):
            kept[key] = _middle_out(to_text(record[key]), limit if key == "backtrace" else limit // 4)
        if limit < room // 2:
            message = _middle_out(record["exception"]["message"], limit // 4)
            kept["exception"] = dict(record["exception"], message=message)


def _middle_out(text, limit):
    if len(text) <= limit:
        return text
    half = limit // 2
    return u"%s\n... %d characters ...\n%s" % (text[:half], len(text) - 2 * half, text[len(text) - half:])
