# SPDX-License-Identifier: Apache-2.0
"""The frames of a traceback: file, line, function, module, source lines, locals."""

import sys

from container_exception_logger.source import Sources
from container_exception_logger.values import Values

OUTER, INNER = 20, 80  # frames kept of a longer traceback; how many are left out between is said
LOCALS_OF_A_FRAME, LOCALS_IN_ALL = 40, 200000  # variables; characters
NAMES = 400  # variables of a frame that are looked at
NO_DATA = ("module", "function", "builtin_function_or_method", "type", "classobj")


class Frames(object):
    """Describes the frames of one report."""

    def __init__(self, settings):
        self.with_locals = settings.locals
        self.values = Values(settings.redact)
        self.sources = Sources(settings.redact)
        self.room = LOCALS_IN_ALL

    def of(self, traceback):
        """For a record's `frames`, outermost first, and the number of those left out after the first
        OUTER."""
        frames, left_out = _kept(traceback)
        described = [self._frame(*each) for each in frames]
        if self.with_locals:
            for (frame, _), entry in reversed(list(zip(frames, described))):  # the innermost matter most
                if self.room > 0:
                    entry["locals"] = dict(self._variables(frame))
        return described, left_out

    def _frame(self, frame, line):
        code = frame.f_code
        module = frame.f_globals.get("__name__")
        entry = {"file": code.co_filename, "line": line, "function": code.co_name,
                 "module": module if isinstance(module, str) else None, "in_app": _in_app(_path(frame))}
        context = self.sources.around(frame, line)
        if context:
            entry["context"] = context
        return entry

    def _variables(self, frame):
        """Pairs of name and shown value of a frame; of a module's only what is data."""
        found = []
        try:
            local = frame.f_locals
            names = list(local)[:NAMES]
        except Exception:
            return found
        top = local is frame.f_globals or frame.f_code.co_name == "<module>"
        for name in names:
            try:
                value = local[name]
                if not isinstance(name, str) or top and (
                        name.startswith("__") or type(value).__name__ in NO_DATA):
                    continue
                text = self.values.show(value, name)
            except Exception:
                text = "<not shown: %s>" % sys.exc_info()[0].__name__
            found.append((name, text))
            self.room -= len(text)
            if len(found) == LOCALS_OF_A_FRAME or self.room < 0:
                break
        return found


def _kept(traceback):
    outer, inner, count = [], [], 0
    while traceback is not None:
        (outer if count < OUTER else inner).append(traceback)
        if len(inner) > 2 * INNER:
            del inner[:-INNER]
        count += 1
        traceback = traceback.tb_next
    kept = [(each.tb_frame, each.tb_lineno or each.tb_frame.f_code.co_firstlineno)
            for each in outer + inner[-INNER:]]
    return kept, count - len(kept)


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
    library = getattr(sys.modules.get("os"), "__file__", None)
    return not (library and path.startswith(library.rpartition("/")[0] + "/"))
