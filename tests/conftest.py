# SPDX-License-Identifier: Apache-2.0
"""What all Python tests share: where support code lies, the `engine` mark, and that CI skips nothing."""

import os
import signal
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))


def _take_ignored_signals():
    """A shell ignores SIGINT and SIGQUIT in what it starts in the background, nohup SIGHUP; programs that the
    tests start would inherit that, and not die of what they are to die of."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def pytest_configure(config):
    _take_ignored_signals()
    config.addinivalue_line(
        "markers", "engine: needs root and a container engine or journald; `make check` leaves it out"
    )


def _forbid_skip(report):
    """Under CI=true a test that was left out is a failure: what it checks would go unnoticed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = "under CI=true nothing may be skipped: %s" % why


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    _forbid_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    outcome = yield
    _forbid_skip(outcome.get_result())
