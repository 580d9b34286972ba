# SPDX-License-Identifier: Apache-2.0
"""Finds the exceptions that a traceback prints, in their order: causes, contexts, members of groups."""

from container_exception_logger.exceptions import (
    cause_of,
    context_of,
    members_of,
    suppresses_context,
    traceback_of,
)
from container_exception_logger.frame_text import IN_C

LINKS = 1000  # exceptions of a chain, and of the plan of a group
WIDTH, DEPTH = 15, 10  # exceptions of a group that are printed; groups within groups
CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class Node(object):
    """An exception of the chain. `before`: the node of the one that led to it; `joint`: the sentence that is
    printed after this one."""

    def __init__(self, value, traceback=None, joint=None, depth=0):
        self.value, self.joint, self.depth = value, joint, depth
        own = traceback_of(value)
        self.traceback = traceback if own is None else own  # the one given to the hook, if it has no own
        self.before = self._members = None
        self.width = 0

    def look_before(self, seen):
        """Sets `before`, unless its id is among those seen."""
        cause, context = cause_of(self.value), context_of(self.value)
        if cause is not None and id(cause) not in seen:
            self.before = Node(cause, None, CAUSE, self.depth)
        elif cause is not None and IN_C or suppresses_context(self.value):
            pass
        elif context is not None and id(context) not in seen:
            self.before = Node(context, None, CONTEXT, self.depth)

    def members(self):
        """Returns the nodes of a group's exceptions, one more than are printed; None if it is no group."""
        if self._members is None:
            members = members_of(self.value)
            if members is None:
                return None
            self.width = len(members)
            self._members = [Node(each, depth=self.depth + 1) for each in members[:WIDTH + 1]]
        return self._members


def planned(value, traceback):
    """Returns the node of an exception with all nodes before and within it. They are found in the order of
    the `traceback` module, from the last to the first, because each exception is printed only once."""
    root = Node(value, traceback)
    seen, waiting, count = {id(value)}, [root], 0
    while waiting and count < LINKS:
        count += 1
        node = waiting.pop()
        node.look_before(seen)
        if node.before is not None:
            seen.add(id(node.before.value))
            waiting.append(node.before)
        for each in (node.members() or ()) if node.depth <= DEPTH else ():
            seen.add(id(each.value))
            waiting.append(each)
    return root
