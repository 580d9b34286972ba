# SPDX-License-Identifier: Apache-2.0
"""The traceback exactly as Python prints it: taken while Python itself prints it.

Formatting it anew would mean importing `traceback` (6 ms) and still differ by version. So for the time of the
printing `sys.stderr` is a pass-through that also keeps what this thread writes. """

import sys

if str is bytes:
    from thread import get_ident
else:
    from _thread import get_ident

KEPT = 32768  # characters at each end; the middle of longer texts is left out
ROOM = 4 * KEPT  # characters that are kept before they are shortened to both ends
COLOURS = ("\x1b[0m", "\x1b[31m", "\x1b[35m", "\x1b[1;31m", "\x1b[1;35m")  # those of Python's own tracebacks


class Tee(object):
    """Stands in for `sys.stderr`; `inner` may be None, then it only keeps."""

    def __init__(self, inner):
        self.inner = inner
        self.chunks = []
        self.room = [ROOM]  # left for chunks: one number, in a list so that a function can count it down
        self.left_out = 0
        self.failed = False
        self.write = self._writer(inner, get_ident())  # a traceback with carets is a thousand writes

    def _writer(self, inner, thread):
        """What `write` is: a function of its own, which is found and called faster than a method."""
        chunks, room = self.chunks, self.room

        def keep(text):
            if get_ident() == thread:
                chunks.append(text)
                room[0] -= len(text)
                if room[0] < 0:
                    self._shorten()
            if inner is None:
                return len(text)
            try:
                return inner.write(text)
            except BaseException:
                self.failed = True  # Python stops printing: what was kept is not the whole
                raise

        return keep

    def pass_on(self):
        """Nothing is kept from now on: whoever holds this writes to `inner` alone. Without `write` there is
        also no circle, in which `inner` would live until garbage is collected."""
        del self.write

    def flush(self):
        return self.inner.flush() if self.inner is not None else None

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def _shorten(self):
        """Never much more than both ends: a message may have a hundred megabytes."""
        text = self._both_ends("".join(self.chunks[:-1]) + self._both_ends("".join(self.chunks[-1:])))
        self.chunks[:], self.room[0] = [text], ROOM - len(text)

    def _both_ends(self, text):
        self.left_out += max(0, len(text) - 2 * KEPT)
        return text if len(text) <= 2 * KEPT else text[:KEPT] + text[-KEPT:]

    def text(self):
        """What was written; of a long text both ends, and how much is left out between."""
        self._shorten()
        text = self.chunks[0]
        if self.left_out:
            text = text[:KEPT] + "\n... %d characters ...\n" % self.left_out + text[KEPT:]
        if "\x1b[" in text:
            for colour in COLOURS:
                text = text.replace(colour, "")
        return text


def while_printing(original, args, keep_only=False):
    """Calls `original(*args)` as it would have been called; returns what it printed ("" if that is not the
    whole).

    `keep_only`: nothing reaches stderr. What `original` raises is raised."""
    inner = sys.stderr
    if inner is None and not keep_only:
        original(*args)  # printed nowhere; some originals look for another stream then, and shall
        return ""
    tee = sys.stderr = Tee(None if keep_only else inner)
    try:
        original(*args)
    finally:
        if sys.stderr is tee:
            sys.stderr = inner
        if not keep_only:
            tee.pass_on()
    return "" if tee.failed else tee.text()
