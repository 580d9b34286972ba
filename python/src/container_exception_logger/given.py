# SPDX-License-Identifier: Apache-2.0
"""Reads the CEL_* variables, if any is set. A value that is not understood means the default."""

import posix

LONGEST = 86400.0  # seconds of CEL_TIMEOUT; as the logger has it
FLAGS = {"": None, "0": False, "no": False, "false": False, "off": False,
         "1": True, "yes": True, "true": True, "on": True}


def apply(settings):
    """Sets the fields of these `Settings` from their environment, `complaints` included."""
    settings.complaints = []
    settings.timeout = _timeout(settings)
    settings.capture = _capture(settings, _words(settings, "CEL_CAPTURE"))
    settings.ignore = _words(settings, "CEL_IGNORE")
    settings.redact = _redact(settings)
    settings.locals = _flag(settings, "CEL_LOCALS", True)
    settings.verbose = _flag(settings, "CEL_VERBOSE", False)
    settings.logger = _logger(settings, settings.variable("CEL_LOGGER"))


def _words(settings, name):
    return [word for word in settings.variable(name).replace(",", " ").split() if word]


def _flag(settings, name, default):
    value = settings.variable(name)
    if value.lower() not in FLAGS:
        settings.complaints.append("%s=%r is neither 0 nor 1" % (name, value))
    meant = FLAGS.get(value.lower())
    return default if meant is None else meant


def _timeout(settings):
    value = settings.variable("CEL_TIMEOUT")
    try:
        seconds = float(value or settings.timeout)
        if 0 < seconds <= LONGEST:
            return seconds
    except ValueError:
        pass
    settings.complaints.append("CEL_TIMEOUT=%r is no time in seconds from 0 to %d" % (value, LONGEST))
    settings.environ = dict(settings.environ)
    del settings.environ["CEL_TIMEOUT" if str is bytes else b"CEL_TIMEOUT"]
    return settings.timeout


def _capture(settings, words):
    known = settings.capture
    unknown = [word for word in words if word not in known]
    if unknown:
        settings.complaints.append(
            "CEL_CAPTURE names %s; known are %s" % (", ".join(unknown), " ".join(known)))
    return [word for word in words if word in known] or known


def _redact(settings):
    words = _words(settings, "CEL_REDACT")
    names = ["".join(c for c in word.lower() if c.isalnum()) for word in words]
    if "" in names:
        settings.complaints.append(
            "CEL_REDACT=%r has words without a letter" % settings.variable("CEL_REDACT"))
    return [name for name in names if name]


def _logger(settings, path):
    if path and not posix.access(path, 1):
        settings.complaints.append("CEL_LOGGER=%r cannot be run" % path)
        path = ""
    return path or None
