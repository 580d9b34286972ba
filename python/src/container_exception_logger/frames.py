# SPDX-License-Identifier: Apache-2.0
"""The frames of a traceback: file, line, function, module, source lines, locals."""

import sys

from container_exception_logger.objects import Traceback, lookup, of_module, plain
from container_exception_logger.scalars import is_data
from container_exception_logger.source import Sources
from container_exception_logger.values import Values
from container_exception_logger.variables import variables

OUTER, INNER = 20, 80  # frames kept of a longer traceback; how many are left out between is said
LOCALS_OF_A_FRAME, LOCALS_IN_ALL = 40, 200000  # variables; characters
PATH = 4096  # characters


class Frames(object):
    """Describes the frames of one report. `lines`: its SourceLines."""

    def __init__(self, settings, lines):
        self.with_locals = settings.locals
        self.values = Values()
        self.sources = Sources(lines)
        self.room = LOCALS_IN_ALL
        self.modules = {}  # id of a frame's globals: its module's (name, file, loader)
        library = plain(of_module("os", "__file__"), PATH)
        self.library = library.rpartition("/")[0] + "/" if library else None

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
        path, function = plain(frame.f_code.co_filename, PATH), plain(frame.f_code.co_name)
        name, module_file, loader = self._module(frame.f_globals)
        # Cython names its sources by paths that are not absolute: their module knows better.
        in_app = self._in_app(path if path[:1] in ("/", "<") else module_file or path)
        entry = {"file": path, "line": line, "function": function, "module": name, "in_app": in_app}
        context = self.sources.around(path, loader, line)
        if context:
            entry["context"] = context
        return entry

    def _module(self, names):
        if id(names) not in self.modules:
            name, path, loader = (lookup(names, each) for each in ("__name__", "__file__", "__loader__"))
            self.modules[id(names)] = plain(name), plain(path, PATH), loader
        return self.modules[id(names)]

    def _variables(self, frame):
        """Pairs of name and shown value of a frame; of a module's only what is data."""
        found = []
        named, top = variables(frame)
        for name, value in named:
            if top and (name.startswith("__") or not is_data(value)):
                continue
            try:
                text = self.values.show(value)
            except Exception:
                text = "<not shown: %s>" % sys.exc_info()[0].__name__
            found.append((name, text))
            self.room -= len(text)
            if len(found) == LOCALS_OF_A_FRAME or self.room < 0:
                break
        return found

    def _in_app(self, path):
        """Whether it is the program's own: neither the standard library's nor installed."""
        if path[:1] == "<":
            return path in ("<string>", "<stdin>") or not path.startswith("<frozen")
        if "/site-packages/" in path or "/dist-packages/" in path:
            return False
        return not (self.library and path.startswith(self.library))


def _kept(traceback):
    outer, inner, count = [], [], 0
    while type(traceback) is Traceback:
        (outer if count < OUTER else inner).append(traceback)
        if len(inner) > 2 * INNER:
            del inner[:-INNER]
        count += 1
        traceback = traceback.tb_next
    kept = [(each.tb_frame, each.tb_lineno or each.tb_frame.f_code.co_firstlineno)
            for each in outer + inner[-INNER:]]
    return kept, count - len(kept)
