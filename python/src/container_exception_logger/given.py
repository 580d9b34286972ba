# SPDX-License-Identifier: Apache-2.0
"""Reads the CEL_* variables that are set; nonsense means the default."""

import posix

from container_exception_logger.settings import MECHANISMS, TIMEOUT, variable

LONGEST = 86400.0  # seconds of CEL_TIMEOUT; as the logger has it
FLAGS = {"": None, "0": False, "no": False, "false": False, "off": False,
         "1": True, "yes": True, "true": True, "on": True}


def apply(settings):
    """Sets what the environment of these `Settings` asks for, and their complaints."""
    environ, settings.complaints = settings.environ, []
    settings.timeout = _timeout(settings)
    settings.capture = _capture(settings, _words(environ, "CEL_CAPTURE"))
    settings.ignore = _words(environ, "CEL_IGNORE")
    settings.redact = _redact(settings, variable(environ, "CEL_REDACT"))
    settings.locals = _flag(settings, "CEL_LOCALS", True)
    settings.verbose = _flag(settings, "CEL_VERBOSE", False)
    settings.logger = _logger(settings, variable(environ, "CEL_LOGGER"))


def _words(environ, name):
    return [word for word in variable(environ, name).replace(",", " ").split() if word]


def _flag(settings, name, default):
    value = variable(settings.environ, name)
    if value.lower() not in FLAGS:
        settings.complaints.append("%s=%r is neither 0 nor 1" % (name, value))
    meant = FLAGS.get(value.lower())
    return default if meant is None else meant


def _timeout(settings):
    value = variable(settings.environ, "CEL_TIMEOUT")
    try:
        seconds = float(value or TIMEOUT)
        if 0 < seconds <= LONGEST:
            return seconds
    except ValueError:
        pass
    settings.complaints.append("CEL_TIMEOUT=%r is no time in seconds from 0 to %d" % (value, LONGEST))
    settings.environ = dict(settings.environ)
    del settings.environ["CEL_TIMEOUT" if str is bytes else b"CEL_TIMEOUT"]
    return TIMEOUT


def _capture(settings, words):
    unknown = [word for word in words if word not in MECHANISMS]
    if unknown:
        settings.complaints.append(
            "CEL_CAPTURE names %s; known are %s" % (", ".join(unknown), " ".join(MECHANISMS)))
    return [word for word in words if word in MECHANISMS] or MECHANISMS


def _redact(settings, value):
    words = value.replace(",", " ").split()
    names = ["".join(c for c in word.lower() if c.isalnum()) for word in words]
    if "" in names:
        settings.complaints.append("CEL_REDACT=%r has words without a letter" % value)
    return [name for name in names if name]


def _logger(settings, path):
    if path and not posix.access(path, 1):
        settings.complaints.append("CEL_LOGGER=%r cannot be run" % path)
        path = ""
    return path or None
