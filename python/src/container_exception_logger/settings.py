# SPDX-License-Identifier: Apache-2.0
"""The CEL_* variables, as they were when the process started; nonsense means the default."""

import posix
import sys

MECHANISMS = ("excepthook", "thread", "unraisable", "asyncio", "logging", "multiprocessing", "server",
              "future", "notebook", "test")
TIMEOUT, LONGEST = 5.0, 86400.0  # seconds; as the logger has them
FLAGS = {"": None, "0": False, "no": False, "false": False, "off": False,
         "1": True, "yes": True, "true": True, "on": True}


class Settings(object):
    """What the environment asks for.

    timeout: seconds that a report may take; capture: the mechanisms to report; ignore: exception types to
    leave alone, `name` or `module.name`; redact: further parts of names of secrets, normalised; locals:
    whether to send variables; logger: a path or None; sink: as the logger's --sink; verbose: whether to say
    on stderr what goes wrong. complaints: a sentence for each variable that is not understood. environ: for
    the logger, without what it would complain about once more. """

    def __init__(self, environ):
        self.environ = environ
        self.complaints = []
        self.timeout = self._timeout()
        self.capture = self._capture()
        self.ignore = self._words("CEL_IGNORE")
        self.redact = self._redact()
        self.locals = self._flag("CEL_LOCALS", True)
        self.verbose = self._flag("CEL_VERBOSE", False)
        self.logger = self._logger()
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
        if value.lower() not in FLAGS:
            self.complaints.append("%s=%r is neither 0 nor 1" % (name, value))
        meant = FLAGS.get(value.lower())
        return default if meant is None else meant

    def _timeout(self):
        value = self._get("CEL_TIMEOUT")
        try:
            seconds = float(value or TIMEOUT)
            if 0 < seconds <= LONGEST:
                return seconds
        except ValueError:
            pass
        self.complaints.append("CEL_TIMEOUT=%r is no time in seconds from 0 to %d" % (value, LONGEST))
        self.environ = dict(self.environ)
        del self.environ["CEL_TIMEOUT" if str is bytes else b"CEL_TIMEOUT"]
        return TIMEOUT

    def _redact(self):
        words = self._words("CEL_REDACT")
        names = ["".join(c for c in word.lower() if c.isalnum()) for word in words]
        if "" in names:
            self.complaints.append("CEL_REDACT=%r has words without a letter" % self._get("CEL_REDACT"))
        return [name for name in names if name]

    def _logger(self):
        path = self._get("CEL_LOGGER")
        if path and not posix.access(path, 1):
            self.complaints.append("CEL_LOGGER=%r cannot be run" % path)
            path = ""
        return path or None

    def _capture(self):
        words = self._words("CEL_CAPTURE")
        unknown = [word for word in words if word not in MECHANISMS]
        if unknown:
            self.complaints.append(
                "CEL_CAPTURE names %s; known are %s" % (", ".join(unknown), " ".join(MECHANISMS)))
        return [word for word in words if word in MECHANISMS] or list(MECHANISMS)
