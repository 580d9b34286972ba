# SPDX-License-Identifier: Apache-2.0
"""The traceback of an exception with causes or contexts, or of a group."""

from container_exception_logger.frame_text import IN_C
from container_exception_logger.links import DEPTH, LINKS, WIDTH, Node, planned


def add(printer, value, traceback):
    """Adds the exception and its chain to the printer (of `traceback_text`)."""
    _chain(printer, Node(value, traceback) if IN_C else planned(value, traceback), set())


def _chain(printer, node, seen):
    """Adds an exception after those that led to it."""
    links = [node]
    while True:
        seen.add(id(node.value))
        if IN_C:
            node.look_before(seen)
        node = node.before
        if node is None:
            break
        links.append(node)
    left_out = len(links) - LINKS
    if left_out > 0:
        del links[LINKS // 2:-LINKS // 2]
    need_close = printer.need_close
    for index in range(len(links) - 1, -1, -1):
        _link(printer, links[index], seen)
        if links[index].joint:
            if IN_C:
                printer.need_close = need_close
            printer.emit(links[index].joint)
        if left_out > 0 and index == LINKS // 2:
            printer.emit("... %d more exceptions ...\n" % left_out)


def _link(printer, node, seen):
    members = node.members()
    if members is None:
        printer.one(type(node.value), node.value, node.traceback)
    elif printer.depth > DEPTH:
        printer.emit("... (max_group_depth is %d)\n" % DEPTH)
    else:
        _group(printer, node, members, seen)


def _group(printer, node, members, seen):
    outermost = printer.depth == 0
    printer.depth += outermost
    printer.one(type(node.value), node.value, node.traceback, "Exception Group ", "+" if outermost else "|")
    printer.need_close = False
    shown = min(len(members), WIDTH + 1)
    for index in range(shown):
        printer.need_close = printer.need_close or index == shown - 1
        more = node.width - WIDTH if index == WIDTH else 0
        printer.add("%s%s+---------------- %s ----------------\n" % (
            "  " * printer.depth, "  " if index else "+-", "..." if more else index + 1))
        printer.depth += 1
        if more:
            printer.emit("and %d more exception%s\n" % (more, "s" if more > 1 else ""))
        else:
            _chain(printer, members[index], seen)
        if index == shown - 1 and printer.need_close:
            printer.add("  " * printer.depth + "+------------------------------------\n")
            printer.need_close = False
        printer.depth -= 1
    printer.depth -= outermost
