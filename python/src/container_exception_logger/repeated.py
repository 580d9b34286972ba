# SPDX-License-Identifier: Apache-2.0
"""Reports of a process that lives on, or that has reported before: each exception once, with a bound on their
number. Errors that were held back are reported at the end."""

import posix
import sys
import time

from container_exception_logger import flood
from container_exception_logger.clock import now
from container_exception_logger.deliver import Delivery, say
from container_exception_logger.exceptions import before, members_of, traceback_of
from container_exception_logger.sending import Sending, outbox_of, send_kept, send_last

LINKED = 20  # exceptions of a chain that are looked at


def report_one(state, settings, about, site):
    """Sends one exception, unless it was sent before or there are too many. `about`: the arguments of
    `record.build`; `site`: where the program logged it, or None."""
    mechanism, exc_info, fatal, _, thread = about
    outbox = outbox_of(state)
    send_kept(state, settings)
    bounds = state.setdefault("flood", flood.Flood())
    bounds.of_process(posix.getpid())
    key = flood.key_of(exc_info)
    known = bounds.passed(mechanism, exc_info, site, key)
    if known and (fatal or known != (mechanism, site)):
        return
    ending = sys.meta_path is None
    verdict, held = bounds.admit(key, now(), thread, ending)
    if not fatal and verdict != flood.HOLD and outbox.full():
        bounds.put_back(key, held, thread)
        verdict = flood.HOLD
    if not fatal and verdict == flood.HOLD:
        return
    last = fatal or ending
    sending = Delivery(state, settings) if last else Sending(state, settings, verdict == flood.LATER)
    try:
        from container_exception_logger.record import build
        record = build(state, settings, *about)
    except BaseException:
        sending.drop()
        bounds.forget(key, exc_info)
        raise
    if held:
        record["suppressed"] = held
    value = exc_info[1]
    told = [each for each in map(bounds.report_of, _linked(value)) if each]
    if told:
        record["reported_before"] = told
    bounds.ids[id(value)] = record["id"]
    sending.send(record)
    bounds.sent(key, {name: record[name] for name in record if name != "exceptions"})


def late(state):
    """Sends the kept reports, if it is time to retry."""
    send_kept(state, state["settings"])


def flush(state):
    """Sends the kept reports at the end of the process, and for each kind of error that was held back one
    report, which counts the others."""
    bounds, records = state["flood"], []
    bounds.of_process(posix.getpid())
    if state["settings"].verbose and bounds.nameless():
        say("%d errors are not reported: too many different ones came while no sink took reports"
            % bounds.nameless())
    for head, held, thread in bounds.held_back():
        from container_exception_logger.record import new_id
        record = dict(head, time=int(time.time()), id=new_id(), pid=posix.getpid())
        record.pop("suppressed", None)
        record.pop("thread", None)
        if held > 1:
            record["suppressed"] = held - 1
        if thread is not None:
            record["thread"] = thread
        records.append(record)
    send_last(state, state["settings"], records)


def _linked(value):
    """Returns the causes and contexts of the exception and the members of groups among them as a list of
    (type, value, traceback), each once, at most LINKED."""
    found, waiting = [], [value]
    while waiting and len(found) < LINKED:
        each = waiting.pop(0)
        for other in (before(each)[0],) + (members_of(each) or ())[:LINKED]:
            if other is not None and other is not value and id(other) not in [id(link[1]) for link in found]:
                found.append((type(other), other, traceback_of(other)))
                waiting.append(other)
    return found
