# SPDX-License-Identifier: Apache-2.0
"""Decides whether an exception is reported, and has its record made and sent."""

import sys

from container_exception_logger.deliver import Delivery, say
from container_exception_logger.objects import (
    instance_dict,
    lookup,
    module_of,
    of_module,
    plain,
    simple_name,
    some,
)
from container_exception_logger.settings import Settings
from container_exception_logger.text import integers

if str is bytes:
    from thread import get_ident
else:
    from _thread import get_ident

THREADS = 10000  # that are looked at for the name of the current one


def report(state, mechanism, exc_info, fatal=False, handled=False, thread=None, site=None):
    """Sends one exception, unless the settings exclude it, it was reported before, or there are too many.

    `fatal`: whether the process ends of it; `site`: where the program logged it, or None."""
    settings = state.get("settings")
    if settings is None:
        settings = state["settings"] = Settings(state["environ"])
        if settings.verbose:
            for complaint in settings.complaints:
                say("%s: taking the default" % complaint)
    exctype, value, traceback = exc_info
    name = simple_name(exctype)
    names = {name, u"%s.%s" % (module_of(exctype), name)}
    if mechanism not in settings.capture or names.intersection(settings.ignore):
        return
    if id(value) == state.get("told") and (fatal or value is getattr(sys, "last_value", None)):
        return
    about = mechanism, exc_info, fatal, handled, _thread_name(thread)
    if fatal and "flood" not in state:
        _first_and_last(state, settings, about)
    else:
        from container_exception_logger.repeated import report_one
        report_one(state, settings, about, site)


def _first_and_last(state, settings, about):
    """Sends the only report of most programs, the error that they die of. It needs no comparison with earlier
    ones, and nothing is kept for later."""
    state["told"] = id(about[1][1])
    delivery = Delivery(state, settings)
    try:
        from container_exception_logger.record import build
        record = build(state, settings, *about)
    except BaseException:
        delivery.drop()
        del state["told"]
        raise
    delivery.send(record)


def _thread_name(thread):
    """Returns the thread's name, or None. `thread`: a `threading.Thread`, or None for the current one."""
    if thread is None:
        running, me = of_module("threading", "_active"), get_ident()
        for ident, each in some(iter(running.items()), THREADS) if type(running) is dict else ():
            if True in [type(ident) is number for number in integers] and ident == me:
                thread = each
    return plain(lookup(instance_dict(thread), "_Thread__name" if str is bytes else "_name"))
