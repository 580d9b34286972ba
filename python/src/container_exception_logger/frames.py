# SPDX-License-Identifier: Apache-2.0
"""The frames of a traceback: file, line, function, module, source lines, locals."""

import sys

from container_exception_logger.objects import Traceback, is_data, lookup, of_module, plain
from container_exception_logger.source_lines import around
from container_exception_logger.variables import variables

OUTER, INNER = 20, 80  # frames kept at both ends of a longer traceback; the others are counted
LOCALS = 40  # variables of a frame
PATH = 4096  # characters


def of(traceback, files, modules, values):
    """Returns the `frames` of a record, outermost first, and the number of those left out after the first
    OUTER.

    State of one report: `files`, the source files read; `modules`, module name and file by the id of a
    frame's globals; `values`, the `Values` that show variables, or None for no variables."""
    frames, left_out = _kept(traceback)
    described = [_frame(frame, line, files, modules) for frame, line in frames]
    if values is not None:
        for (frame, _), entry in reversed(list(zip(frames, described))):  # the innermost matter most
            if values.left > 0:
                entry["locals"] = _variables(frame, values)
    return described, left_out


def _kept(traceback):
    """Returns the frames to keep, each with its line, and the number of others."""
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


def _frame(frame, line, files, modules):
    path, function = plain(frame.f_code.co_filename, PATH), plain(frame.f_code.co_name)
    names = frame.f_globals
    if id(names) not in modules:
        modules[id(names)] = plain(lookup(names, "__name__")), plain(lookup(names, "__file__"), PATH)
    name, module_file = modules[id(names)]
    # Cython names its sources by relative paths: the module's own file tells where it is installed.
    in_app = _in_app(path if path[:1] in ("/", "<") else module_file or path, modules)
    entry = {"file": path, "line": line, "function": function, "module": name, "in_app": in_app}
    context = around(files, frame, line)
    if context:
        entry["context"] = context
    return entry


def _in_app(path, modules):
    """Returns whether the file is the program's own: neither of the standard library nor installed."""
    if path[:1] == "<":
        return path in ("<string>", "<stdin>") or not path.startswith("<frozen")
    if "/site-packages/" in path or "/dist-packages/" in path:
        return False
    if "library" not in modules:
        modules["library"] = (plain(of_module("os", "__file__"), PATH) or "").rpartition("/")[0] + "/"
    library = modules["library"]
    return library == "/" or not path.startswith(library)


def _variables(frame, values):
    """Returns the variables of a frame as text, by name; of a module's frame only data."""
    found = {}
    named, top = variables(frame)
    for name, value in named:
        if top and (name.startswith("__") or not is_data(value)):
            continue
        try:
            text = values.show(value)
        except Exception:
            text = "<not shown: %s>" % sys.exc_info()[0].__name__
        found[name] = text
        values.left -= len(text)
        if len(found) == LOCALS or values.left < 0:
            break
    return found
