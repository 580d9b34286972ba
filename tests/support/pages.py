# SPDX-License-Identifier: Apache-2.0
"""The commands of a page: `console` blocks hold lines that begin with `$ `, each followed by what it prints,
where `…` stands for anything."""

import collections
import re

Command = collections.namedtuple("Command", "text prints")
Command.__doc__ = "prints: what the page says that it prints; empty if the page does not say."

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def blocks(text, language):
    """The texts of the page's fenced blocks of a language."""
    return [body for kind, body in _BLOCK.findall(text) if kind == language]


def commands(text):
    """The Commands of the page, in order. A line that ends with a backslash goes on in the next."""
    found = []
    for block in blocks(text, "console"):
        for piece in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = piece.split("\n")
            end = 0
            while lines[end].endswith("\\"):
                end += 1
            found.append(Command("\n".join(lines[: end + 1]), "\n".join(lines[end + 1 :]).strip("\n")))
    return found


def matches(command, printed):
    """Whether this is what the page says that the command prints."""
    pattern = ".*".join(re.escape(piece) for piece in command.prints.split("…"))
    return not command.prints or re.fullmatch(pattern, printed.strip("\n"), re.S) is not None
