# SPDX-License-Identifier: Apache-2.0
"""The CEL_* variables, as they were when the process started."""

import sys

MECHANISMS = ("excepthook", "thread", "unraisable", "asyncio", "logging", "multiprocessing", "server",
              "future", "notebook", "test")
TIMEOUT = 5.0  # seconds; as the logger has it


class Settings(object):
    """What the environment asks for.

    timeout: seconds that a report may take; capture: the mechanisms to report; ignore: exception types not to
    report, `name` or `module.name`; redact: further parts of names of secrets, normalised; locals: whether to
    send variables; logger: a path or None; sink: as the logger's --sink; verbose: whether to print errors on
    stderr; complaints: a sentence for each variable that is not understood; environ: the environment for the
    logger, without the variables that are complained about already."""

    timeout, capture, ignore, redact = TIMEOUT, MECHANISMS, (), ()
    locals, verbose, logger, complaints = True, False, None, ()

    def __init__(self, environ):
        self.environ = environ
        self.path, self.sink = self.variable("PATH"), self.variable("CEL_SINK") or "auto"
        names = ("TIMEOUT", "CAPTURE", "IGNORE", "REDACT", "LOCALS", "VERBOSE", "LOGGER")
        if "".join([self.variable("CEL_" + name) for name in names]):
            from container_exception_logger import given
            given.apply(self)

    def variable(self, name):
        """Returns the variable's value as text; "" if it is not set."""
        if str is bytes:
            return self.environ.get(name, "")
        value = self.environ.get(name.encode("ascii"), b"")
        return value.decode(sys.getfilesystemencoding(), "surrogateescape")
