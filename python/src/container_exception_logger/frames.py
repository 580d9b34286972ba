# SPDX-License-Identifier: Apache-2.0
"""The chain of exceptions, and the frames of each: file, line, function, module, source lines, locals."""

import sys

from container_exception_logger.redact import scrub
from container_exception_logger.text import to_text
from container_exception_logger.values import attributes, show

OUTER, INNER = 20, 80  # frames kept of a longer traceback; how many are left out between is said
LINKS = 20
CONTEXT = 2  # source lines before and after
SOURCE_LIMIT = 1 << 20
LOCALS_OF_A_FRAME, LOCALS_IN_ALL = 40, 200000  # variables; characters

_cause = _context = _suppress = _trace = None
if str is not bytes:
    _cause, _context, _suppress, _trace = (
        BaseException.__dict__[name].__get__
        for name in ("__cause__", "__context__", "__suppress_context__", "__traceback__"))


def message(value):
    """What Python prints after the type; calls the program's `__str__`, as Python does."""
    try:
        return to_text(str(value)[:65536])
    except Exception:
        try:
            return to_text(unicode(value)[:65536])  # noqa: F821  (Python 2)
        except Exception:
            return u"<exception str() failed>"


def type_name(exctype):
    """As Python prints it: with its module, unless that is builtins or the program's main one."""
    name = getattr(exctype, "__qualname__", None) or exctype.__name__
    module = getattr(exctype, "__module__", None)
    return "%s.%s" % (module, name) if isinstance(module, str) and module not in (
        "builtins", "__builtin__", "__main__", "exceptions") else name

try:
    _group = BaseExceptionGroup  # noqa: F821 (3.11 and later)
except NameError:
    _group = ()


class Chain(object):
    """Walks from an exception to its causes, contexts and group members, each once."""

    def __init__(self, settings):
        self.settings = settings
        self.room = LOCALS_IN_ALL
        self.sources = {}

    def links(self, exctype, value, traceback):
        """The list for the record's `exceptions`: the raised one first. A link says how it hangs on which one
        before it: `{"kind": "cause" | "context" | "group", "of": index}`."""
        found, seen = [], set()
        waiting = [(exctype, value, traceback, None)]
        while waiting and len(found) < LINKS:
            exctype, value, traceback, link = waiting.pop(0)
            if id(value) in seen:
                continue
            seen.add(id(value))
            entry = {"type": getattr(exctype, "__qualname__", exctype.__name__),
                     "module": str(exctype.__module__),
                     "message": scrub(message(value), self.settings.redact)}
            if link:
                entry["link"] = link
            if str is not bytes and isinstance(value, BaseException):
                own = attributes(value)
                notes = own.get("__notes__")
                if type(notes) in (list, tuple):
                    entry["notes"] = [scrub(to_text(note[:4096]), self.settings.redact)
                                      for note in notes[:20] if type(note) is str]
                waiting += self._next(value, own, len(found))
            frames, left_out = _kept(traceback)
            entry["frames"] = self._frames(frames)
            if left_out:
                entry["omitted_frames"] = {"after": OUTER, "count": left_out}
            found.append(entry)
        return found

    def _next(self, value, own, index):
        following = []
        members = own.get("_exceptions") or own.get("exceptions") or ()
        if isinstance(value, _group):
            members = _group.__dict__["exceptions"].__get__(value)
        if type(members) in (tuple, list):
            following += [(each, "group") for each in members[:LINKS] if isinstance(each, BaseException)]
        cause, context = _cause(value), _context(value)
        if cause is not None:
            following.append((cause, "cause"))
        elif context is not None and not _suppress(value):
            following.append((context, "context"))
        return [(type(each), each, _trace(each), {"kind": kind, "of": index}) for each, kind in following]

    def _frames(self, frames):
        described = [self._frame(*each) for each in frames]
        if self.settings.locals:
            for (frame, _), entry in reversed(list(zip(frames, described))):  # the innermost matter most
                if self.room > 0:
                    entry["locals"] = dict(self.variables(frame))
        return described

    def _frame(self, frame, line):
        code = frame.f_code
        module = frame.f_globals.get("__name__")
        entry = {"file": code.co_filename, "line": line, "function": code.co_name,
                 "module": module if isinstance(module, str) else None, "in_app": _in_app(_path(frame))}
        lines = self._source(frame, code.co_filename)
        if lines:
            start = max(1, line - CONTEXT)
            entry["context"] = {"start": start, "lines": [
                scrub(to_text(each[:400]), self.settings.redact, code=True)
                for each in lines[start - 1:line + CONTEXT]]}
        return entry

    def variables(self, frame):
        """Pairs of name and shown value of a frame; of a module's only what is data."""
        found = []
        try:
            local = frame.f_locals
            names = list(local)[:400]
        except Exception:
            return found
        top = local is frame.f_globals or frame.f_code.co_name == "<module>"
        for name in names:
            try:
                value = local[name]
                if not isinstance(name, str) or top and (name.startswith("__") or type(value).__name__ in (
                        "module", "function", "builtin_function_or_method", "type", "classobj")):
                    continue
                text = show(value, self.settings.redact, name)
            except Exception:
                text = "<not shown: %s>" % sys.exc_info()[0].__name__
            found.append((name, text))
            self.room -= len(text)
            if len(found) == LOCALS_OF_A_FRAME or self.room < 0:
                break
        return found

    def _source(self, frame, path):
        if path not in self.sources:
            try:
                self.sources[path] = _read_source(frame, path)
            except Exception:
                self.sources[path] = None
        return self.sources[path]


def _kept(traceback):
    outer, inner, count = [], [], 0
    while traceback is not None:
        line = traceback.tb_lineno
        if line is None:
            line = traceback.tb_frame.f_code.co_firstlineno
        (outer if count < OUTER else inner).append((traceback.tb_frame, line))
        if len(inner) > 2 * INNER:
            del inner[:-INNER]
        count += 1
        traceback = traceback.tb_next
    kept = outer + inner[-INNER:]
    return kept, count - len(kept)


def _read_source(frame, path):
    if path[:1] == "<":
        cache = getattr(sys.modules.get("linecache"), "cache", {})
        entry = cache.get(path)
        return list(entry[2]) if type(entry) is tuple and len(entry) == 4 else None
    try:
        with open(path, "rb") as opened:
            data = opened.read(SOURCE_LIMIT)
    except EnvironmentError:
        loader = frame.f_globals.get("__loader__")  # a module within a zip file
        data = loader.get_data(path)[:SOURCE_LIMIT]
    return data.splitlines()


def _path(frame):
    """Where the frame's code lies. Cython names its sources by paths that are not absolute: their module
    knows better."""
    name = frame.f_code.co_filename
    if name[:1] in ("/", "<"):
        return name
    return str(frame.f_globals.get("__file__") or name)


def _in_app(path):
    """Whether it is the program's own: neither the standard library's nor installed."""
    if path[:1] == "<":
        return path in ("<string>", "<stdin>") or not path.startswith("<frozen")
    if "/site-packages/" in path or "/dist-packages/" in path:
        return False
    return not any(path.startswith(folder) for folder in _library())


def _library():
    os = sys.modules.get("os")
    path = getattr(os, "__file__", None)
    return [path.rpartition("/")[0] + "/"] if path else []
