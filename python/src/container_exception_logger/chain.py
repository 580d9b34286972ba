# SPDX-License-Identifier: Apache-2.0
"""The chain of exceptions: from the one that was raised to its causes, contexts and group members."""

from container_exception_logger import frames
from container_exception_logger.exceptions import before, members_of, message_of, own_attribute, traceback_of
from container_exception_logger.objects import full_name, is_a, module_of, plain, short_name
from container_exception_logger.text import to_text
from container_exception_logger.values import Values

LINKS = 20
NOTES, NOTE = 20, 4096  # notes of an exception; characters of a note
MESSAGE = 65536  # characters


def first_line(exctype, words):
    """Returns `type: message` as Python prints it, of the message (`words`) the first line."""
    line = "%s: %s" % (full_name(exctype), words) if words else full_name(exctype)
    return to_text(line.splitlines()[0])


def links(settings, exctype, value, traceback, messages, files):
    """Returns the record's `exceptions`, each exception once, the raised one first. The `link` of each other
    one names its relation to an earlier one: `{"kind": "cause" | "context" | "group", "of": index}`.
    `messages`, `files`: those of the report (exceptions.py, source_lines.py)."""
    found, seen, modules = [], set(), {}
    values = Values() if settings.locals else None
    waiting = [(exctype, value, traceback, None)]
    while waiting and len(found) < LINKS:
        exctype, value, traceback, link = waiting.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        entry = {"type": short_name(exctype), "module": module_of(exctype) or u"None",
                 "message": plain(message_of(value, messages), MESSAGE)}
        if link:
            entry["link"] = link
        if str is not bytes and is_a(value, BaseException):
            notes = own_attribute(value, "__notes__")
            if type(notes) is list or type(notes) is tuple:
                entry["notes"] = [to_text(note[:NOTE]) for note in notes[:NOTES] if type(note) is str]
            waiting += _next(value, len(found))
        entry["frames"], left_out = frames.of(traceback, files, modules, values)
        if left_out:
            entry["omitted_frames"] = {"after": frames.OUTER, "count": left_out}
        found.append(entry)
    return found


def _next(value, index):
    following = []
    members = members_of(value)
    if members is None:
        members = own_attribute(value, "_exceptions")  # of a backport's group
    if type(members) is list or type(members) is tuple:
        following += [(each, "group") for each in members[:LINKS] if is_a(each, BaseException)]
    led, kind = before(value)
    if led is not None:
        following.append((led, kind))
    return [(type(each), each, traceback_of(each), {"kind": kind, "of": index}) for each, kind in following]
