# SPDX-License-Identifier: Apache-2.0
"""Tells whether this interpreter reports its crashes.

usage: python -m container_exception_logger [--test]

Says whether the hook is active in this interpreter, from where, and which logger it would start.
  --test      also sends a test report, and says on stderr which log took it
  -h, --help  this text

exit status: 0  the hook is active; with --test, the report was delivered
             1  the hook is not active here (then no test report is sent)
             2  wrong usage
             3  the test report was not delivered
"""

import os
import posix
import sys

from container_exception_logger import deliver, record
from container_exception_logger.settings import Settings


class TestReport(Exception):
    """The exception of a test report."""


def main(arguments):
    """Returns the exit status."""
    if arguments in (["-h"], ["--help"]):
        say(__doc__.strip())
        return 0
    if arguments not in ([], ["--test"]):
        posix.write(2, b"usage: python -m container_exception_logger [--test]\n")
        return 2
    interpreter = "%s (Python %d.%d.%d)" % ((sys.executable,) + sys.version_info[:3])
    state = getattr(sys.__excepthook__, "state", None)
    if state is None:
        say("The hook is not active in %s: %s." % (interpreter, why_not()))
        return 1
    settings = Settings(dict(posix.environ))
    loggers = deliver.loggers(state, settings)
    say("The hook is active in %s, from %s." % (interpreter, state["folder"]))
    say("It would start the logger %s." % loggers[0] if loggers else
        "It finds no logger, and would write a short report by itself.")
    for complaint in settings.complaints:
        say("%s: the default is taken." % complaint)
    return send_test(state, settings.environ) if arguments else 0


def send_test(state, environ):
    """Sends a test report; the logger says on stderr where it went, or why not. Returns the exit status."""
    environ[b"CEL_VERBOSE"] = b"1"
    settings = Settings(environ)
    made = record.build(state, settings, "test", test_error(), handled=True)
    sys.stdout.flush()  # the logger may write to the same file
    outcome = deliver.Delivery(state, settings).give([deliver.report_of(made)])
    if outcome == deliver.DELIVERED:
        say("The test report %s was delivered." % made["id"])
        return 0
    say("The test report was not delivered: no log took it%s." % (
        " within %g seconds" % settings.timeout if outcome == deliver.TOO_LATE else ""))
    return 3


def test_error():
    """Returns exc_info for the test report, raised in a frame without variables: a report would show them."""
    try:
        raise TestReport("nothing is wrong, this report was asked for")
    except TestReport:
        return sys.exc_info()


def why_not():
    """Returns why the hook is not active, and the remedy where there is one, as half a sentence."""
    if posix.environ.get(b"CEL_DISABLE", b"0") not in (b"", b"0"):
        return "CEL_DISABLE is set"
    if sys.flags.no_site:
        return "-S keeps Python from starting anything by itself"
    place = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    names = os.listdir(place)
    if "sitecustomize.py" in names and sys.flags.ignore_environment:
        return "-E and -I keep Python from reading PYTHONPATH; the pip package works with both"
    if "sitecustomize.py" in names:
        return "PYTHONPATH does not name the volume %s" % place
    if "container_exception_logger.pth" not in names:
        return "there is no container_exception_logger.pth in %s" % place
    return ("container_exception_logger.pth was not read; Python reads it in a site directory, which %s is "
            "after site.addsitedir()" % place)


def say(sentence):
    print(sentence)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
