# SPDX-License-Identifier: Apache-2.0
"""The entry points for exceptions that a library catches, which logs, prints or keeps them. Called by the
patches and adapters like those of `entry_points`, but with no original."""

import sys

from container_exception_logger.entry_points import by_signal_handler, guarded, report


def logged(state, original, name, exc_info, site):
    """Reports an exception that is being logged at ERROR or above, as frameworks do with one that they catch.
    `name`: the logger's; `site`: file and line of the call."""
    if type(exc_info) is tuple and len(exc_info) == 3 and exc_info[1] is not None:
        asyncio = name == "asyncio"
        report(state, "asyncio" if asyncio else "logging", exc_info, handled=not asyncio, site=site)


def late(state, original):
    """Called when something is logged while there are reports that no sink has taken yet."""
    try:
        guarded(state, lambda: state["load"]("repeated.late")(state))
    except BaseException:
        if by_signal_handler():
            raise


def seen(state, original, mechanism, exc_info, site=None, alone=False, handled=True):
    """Reports an exception that a library other than `logging` has caught (adapters.py). `alone`: no person
    is at a prompt, whatever `sys.ps1` says."""
    if exc_info[1] is not None:
        report(state, mechanism, exc_info, alone=alone, handled=handled, site=site)


def process(state, original):
    """Reports an exception that ends a child of `multiprocessing`, before it is printed."""
    report(state, "multiprocessing", sys.exc_info(), fatal=True)


def old_thread(state, original):
    """As `entry_points.thread`, for Python 2.7 to 3.7, before the exception is printed."""
    report(state, "thread", sys.exc_info())
