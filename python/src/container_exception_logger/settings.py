# SPDX-License-Identifier: Apache-2.0
"""The CEL_* variables, as they were when the process started; nonsense means the default."""

import sys

MECHANISMS = ("excepthook", "thread", "unraisable", "asyncio", "logging", "multiprocessing", "test")
TIMEOUT = 5.0


class Settings(object):
    """What the environment asks for.

    timeout: seconds that a report may take; capture: the mechanisms to report; ignore: exception types to
    leave alone, `name` or `module.name`; redact: further parts of names of secrets, normalised; locals:
    whether to send variables; logger: a path or None; sink: as the logger's --sink; verbose: whether to say
    on stderr what goes wrong. complaints: a sentence for each variable that is not understood. """

    def __init__(self, environ):
        self.environ = environ
        self.complaints = []
        self.timeout = self._timeout()
        self.capture = self._capture()
        self.ignore = self._words("CEL_IGNORE")
        self.redact = ["".join(c for c in word.lower() if c.isalnum()) for word in self._words("CEL_REDACT")]
        self.locals = self._flag("CEL_LOCALS", True)
        self.verbose = self._flag("CEL_VERBOSE", False)
        self.logger = self._get("CEL_LOGGER") or None
        self.sink = self._get("CEL_SINK") or "auto"
        self.path = self._get("PATH")
        self.socket = self._get("CEL_SOCKET") or None

    def _get(self, name):
        if str is bytes:
            return self.environ.get(name, "")
        value = self.environ.get(name.encode("ascii"), b"")
        return value.decode(sys.getfilesystemencoding(), "surrogateescape")

    def _words(self, name):
        return [word for word in self._get(name).replace(",", " ").split() if word]

    def _flag(self, name, default):
        value = self._get(name)
        if value in ("", "0", "1"):
            return value == "1" if value else default
        self.complaints.append("%s=%r is neither 0 nor 1" % (name, value))
        return default

    def _timeout(self):
        value = self._get("CEL_TIMEOUT")
        try:
            seconds = float(value or TIMEOUT)
            if 0 < seconds <= 3600:
                return seconds
        except ValueError:
            pass
        self.complaints.append("CEL_TIMEOUT=%r is no time in seconds up to 3600" % value)
        return TIMEOUT

    def _capture(self):
        words = self._words("CEL_CAPTURE")
        unknown = [word for word in words if word not in MECHANISMS]
        if unknown:
            self.complaints.append(
                "CEL_CAPTURE names %s; known are %s" % (", ".join(unknown), " ".join(MECHANISMS)))
        return [word for word in words if word in MECHANISMS] or list(MECHANISMS)
