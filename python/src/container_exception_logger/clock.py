# SPDX-License-Identifier: Apache-2.0
"""A clock and a sleep that run no code of the program: gevent and eventlet replace `time.sleep`, at any time,
by one in which other greenlets run."""

import sys
import time

now = getattr(time, "monotonic", time.time)


def _sleep():
    wait = getattr(sys.modules.get("_signal"), "sigtimedwait", None)
    if wait:
        def sleep(seconds):
            try:
                wait((), seconds)  # for an empty set of signals, so only the timeout ends it
            except OSError:  # refused by a seccomp profile
                time.sleep(seconds)
        return sleep
    builtin = type(len)
    for found in (time.sleep, _saved("gevent.monkey"), _saved("eventlet.patcher")):
        if type(found) is builtin:
            return found
    return time.sleep


def _saved(patcher):
    """Returns the original `time.sleep`, kept by the library that replaced it; None without that library."""
    module = sys.modules.get(patcher)
    try:
        if patcher == "gevent.monkey":
            return module.saved["time"]["sleep"]
        return module.original("time").sleep
    except Exception:
        return None


sleep = _sleep()
