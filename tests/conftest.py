# SPDX-License-Identifier: Apache-2.0
"""What all Python tests share: where support code lies, the marks, which tests share a worker, what a worker
has of its own, and that CI skips nothing."""

import ctypes
import os
import signal
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))

# Fixtures that take long to make, by the group of their users: these all run in one worker, which makes it
# once. Groups are begun in this order, before all other tests: the longest first.
GROUPS = {"machine": "engines", "go": "manifests", "packages": "packages", "venv": "packages",
          "chromium": "page", "bugsink": "packages", "node": "node"}


def _take_ignored_signals():
    """A shell ignores SIGINT and SIGQUIT in what it starts in the background, nohup SIGHUP; programs that the
    tests start would inherit that, and not die of what they are to die of."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _take_own_relay_folder():
    """Mounts a /run/cel that only this process and its children see. Root's cel-run listens there and loggers
    look there: those of one worker's tests must not meet those of another's."""
    new_mount_namespace, recursive_private = 0x20000, 0x44000  # CLONE_NEWNS; MS_REC | MS_PRIVATE
    libc = ctypes.CDLL(None, use_errno=True)
    os.makedirs("/run/cel", mode=0o755, exist_ok=True)
    if (libc.unshare(new_mount_namespace)
            or libc.mount(b"none", b"/", None, recursive_private, None)
            or libc.mount(b"tmpfs", b"/run/cel", b"tmpfs", 0, b"mode=755")):
        error = ctypes.get_errno()
        raise OSError(error, "cannot mount a /run/cel for a test worker (WORKERS=0 needs none): %s"
                      % os.strerror(error))


def pytest_configure(config):
    _take_ignored_signals()
    if hasattr(config, "workerinput") and os.geteuid() == 0:
        _take_own_relay_folder()
    config.addinivalue_line(
        "markers", "engine: needs root and a container engine or journald; `make check` leaves it out"
    )


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks in the same hook
def pytest_collection_modifyitems(items):
    order = list(dict.fromkeys(GROUPS.values()))

    def group_of(item):
        return next((GROUPS[name] for name in GROUPS if name in getattr(item, "fixturenames", ())), None)

    for item in items:
        if group_of(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: order.index(group_of(item)) if group_of(item) else len(order))


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
