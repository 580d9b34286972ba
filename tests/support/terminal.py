# SPDX-License-Identifier: Apache-2.0
"""A person at a terminal: types, and waits for what appears."""

import os
import pty
import select
import subprocess
import time


class Terminal:
    """Starts `argv` with a terminal of its own, as a login shell is started."""

    def __init__(self, *argv, **options):
        self.fd, theirs = pty.openpty()
        self.seen = ""
        self._from = 0
        # A new session, whose terminal is the first that it opens.
        attach = 'exec <"$0" >"$0" 2>&1; exec "$@"'
        self.process = subprocess.Popen(
            ["setsid", "--wait", "sh", "-c", attach, os.ttyname(theirs), *map(str, argv)],
            stdin=subprocess.DEVNULL,
            **options,
        )
        self._theirs = theirs

    def type(self, text):
        os.write(self.fd, text.encode())

    def wait_for(self, text, timeout=30):
        """Reads until `text` appears after what was waited for before; gives all in between."""
        end = time.monotonic() + timeout
        while text not in self.seen[self._from :]:
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            assert ready, "no %r in %r" % (text, self.seen)
            self.seen += os.read(self.fd, 65536).decode(errors="replace")
        at = self.seen.index(text, self._from) + len(text)
        between, self._from = self.seen[self._from : at], at
        return between

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._theirs)
        os.close(self.fd)  # hangs up
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
