# SPDX-License-Identifier: Apache-2.0
"""Time that passes for this thread alone: gevent and eventlet replace `time.sleep` by one in which other
greenlets of the program run, before or after we get into it."""

import sys
import time

now = getattr(time, "monotonic", time.time)


def _sleep():
    wait = getattr(sys.modules.get("_signal"), "sigtimedwait", None)
    if wait:
        def sleep(seconds):
            try:
                wait((), seconds)  # for no signal, so that none comes
            except OSError:  # a seccomp profile
                time.sleep(seconds)
        return sleep
    builtin = type(len)
    for found in (time.sleep, _saved("gevent.monkey"), _saved("eventlet.patcher")):
        if type(found) is builtin:
            return found
    return time.sleep


def _saved(patcher):
    """The `time.sleep` that the library which replaced it has kept."""
    module = sys.modules.get(patcher)
    try:
        if patcher == "gevent.monkey":
            return module.saved["time"]["sleep"]
        return module.original("time").sleep
    except Exception:
        return None


sleep = _sleep()
