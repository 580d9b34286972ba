# SPDX-License-Identifier: Apache-2.0
"""Decides whether an exception is reported, and has its record made and sent."""

import posix
import sys
import time

from container_exception_logger import flood
from container_exception_logger.clock import now
from container_exception_logger.deliver import say
from container_exception_logger.exceptions import linked
from container_exception_logger.kinds import attributes
from container_exception_logger.objects import module_of, of_module, plain, simple_name, some
from container_exception_logger.sending import Sending, outbox_of, send_kept, send_last
from container_exception_logger.settings import Settings
from container_exception_logger.text import integers

if str is bytes:
    from thread import get_ident
else:
    from _thread import get_ident

THREADS = 10000  # that are looked through for the name of the one that this is


def report(hand, mechanism, exc_info, fatal=False, handled=False, thread=None, site=None):
    """Sends one exception, unless the settings, an earlier door, or the flood of them say no.

    `site`: where the program called, if it did."""
    settings = hand.get("settings")
    if settings is None:
        settings = hand["settings"] = Settings(hand["environ"])
        if settings.verbose:
            for complaint in settings.complaints:
                say("%s: taking the default" % complaint)
    exctype, value, traceback = exc_info
    name = simple_name(exctype)
    names = {name, u"%s.%s" % (module_of(exctype), name)}
    if mechanism not in settings.capture or names.intersection(settings.ignore):
        return
    outbox = outbox_of(hand)
    if outbox.due(now()):
        send_kept(hand, settings)
    bounds = hand.setdefault("flood", flood.Flood())
    bounds.of_process(posix.getpid())
    key, thread = flood.key_of(exc_info), _thread_name(thread)
    before = bounds.passed(mechanism, exc_info, site, key)
    if before and (fatal or before != (mechanism, site)):
        return
    ending = sys.meta_path is None
    verdict, held = bounds.admit(key, now(), thread, ending)
    if not fatal and verdict != flood.HOLD and outbox.full():
        bounds.put_back(key, held, thread)
        verdict = flood.HOLD
    if not fatal and verdict == flood.HOLD:
        return
    sending = Sending(hand, settings, last=fatal or ending, later=verdict == flood.LATER)
    try:
        from container_exception_logger.record import build
        record = build(hand, settings, mechanism, exc_info, fatal, handled, thread)
    except BaseException:
        sending.drop()
        bounds.forget(key, exc_info)
        raise
    if held:
        record["suppressed"] = held
    told = [each for each in map(bounds.report_of, linked(value)) if each]
    if told:
        record["reported_before"] = told
    bounds.ids[id(value)] = record["id"]
    bounds.sent(key, sending.send(record))


def late(hand):
    """Tries to send again what is kept, if it is time to."""
    outbox = outbox_of(hand)
    if outbox.due(now()):
        send_kept(hand, hand["settings"])


def flush(hand):
    """At the end of the process: what is kept, and one more report of each error that was held back, which
    stands for one of them and counts the others."""
    hand["flood"].of_process(posix.getpid())
    records = []
    if hand["settings"].verbose and hand["flood"].nameless():
        say("%d errors are not reported: too many different ones came while no sink took reports"
            % hand["flood"].nameless())
    for head, held, thread in hand["flood"].held_back():
        from container_exception_logger.record import new_id
        record = dict(head, time=int(time.time()), id=new_id(), pid=posix.getpid())
        record.pop("suppressed", None)
        record.pop("thread", None)
        if held > 1:
            record["suppressed"] = held - 1
        if thread is not None:
            record["thread"] = thread
        records.append(record)
    send_last(hand, hand["settings"], records)


def _thread_name(thread):
    """`thread`: a `threading.Thread`, or None for the one that this runs in."""
    if thread is None:
        running, me = of_module("threading", "_active"), get_ident()
        for ident, each in some(iter(running.items()), THREADS) if type(running) is dict else ():
            if True in [type(ident) is number for number in integers] and ident == me:
                thread = each
    own = attributes(thread)
    return plain(own.get("_name", own.get("_Thread__name")))
