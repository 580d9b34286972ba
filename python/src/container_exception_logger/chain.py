# SPDX-License-Identifier: Apache-2.0
"""The chain of exceptions: from the one that was raised to its causes, contexts and group members."""

from container_exception_logger.frames import OUTER, Frames
from container_exception_logger.kinds import attributes
from container_exception_logger.objects import full_name, is_a, module_of, plain, short_name
from container_exception_logger.redact import scrub
from container_exception_logger.text import to_text

LINKS = 20
NOTES, NOTE = 20, 4096  # notes of an exception; characters of a note
MESSAGE = 65536  # characters

_cause = _context = _suppress = _trace = None
if str is not bytes:
    _cause, _context, _suppress, _trace = (
        BaseException.__dict__[name].__get__
        for name in ("__cause__", "__context__", "__suppress_context__", "__traceback__"))
try:
    _group = BaseExceptionGroup  # noqa: F821 (3.11 and later)
except NameError:
    _group = ()


def message(value):
    """What Python prints after the type; calls the program's `__str__`, as Python does. Nowhere else does the
    program's code run: whatever it raises, SystemExit and KeyboardInterrupt included, ends here."""
    for kind in (str,) if str is not bytes else (str, unicode):  # noqa: F821
        try:
            return plain(kind(value), MESSAGE)
        except UnicodeError:  # Python 2: it has others than ASCII
            pass
        except BaseException:
            break
    return u"<exception str() failed>"


def first_line(exctype, words, extra=()):
    """`type: message` as Python prints it, without the message's further lines. `words`: its `message`."""
    line = "%s: %s" % (full_name(exctype), words) if words else full_name(exctype)
    return scrub(to_text(line.splitlines()[0]), extra)


def links(settings, exctype, value, traceback, words):
    """The list for the record's `exceptions`, each once: the raised one first. A link says how it hangs on
    which one before it: `{"kind": "cause" | "context" | "group", "of": index}`."""
    found, seen = [], set()
    frames = Frames(settings)
    waiting = [(exctype, value, traceback, None)]
    while waiting and len(found) < LINKS:
        exctype, value, traceback, link = waiting.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        entry = {"type": short_name(exctype), "module": module_of(exctype) or u"None",
                 "message": scrub(message(value) if link else words, settings.redact)}
        if link:
            entry["link"] = link
        if str is not bytes and is_a(value, BaseException):
            own = attributes(value)
            notes = own.get("__notes__")
            if type(notes) is list or type(notes) is tuple:
                entry["notes"] = [scrub(to_text(note[:NOTE]), settings.redact)
                                  for note in notes[:NOTES] if type(note) is str]
            waiting += _next(value, own, len(found))
        entry["frames"], left_out = frames.of(traceback)
        if left_out:
            entry["omitted_frames"] = {"after": OUTER, "count": left_out}
        found.append(entry)
    return found


def _next(value, own, index):
    following = []
    members = own.get("_exceptions") or own.get("exceptions") or ()  # of a backport's group
    if _group and is_a(value, _group):
        members = _group.__dict__["exceptions"].__get__(value)
    if type(members) is list or type(members) is tuple:
        following += [(each, "group") for each in members[:LINKS] if is_a(each, BaseException)]
    cause, context = _cause(value), _context(value)
    if cause is not None:
        following.append((cause, "cause"))
    elif context is not None and not _suppress(value):
        following.append((context, "context"))
    return [(type(each), each, _trace(each), {"kind": kind, "of": index}) for each, kind in following]
