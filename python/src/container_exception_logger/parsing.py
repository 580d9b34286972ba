# SPDX-License-Identifier: Apache-2.0
"""Parses pieces of source, where the carets of a traceback need a syntax tree."""

ONLY_AST = 0x400


def expression(segment):
    """Returns the tree of a text that is one expression statement; None if it is not."""
    tree = parsed(segment)
    if tree is None or len(tree.body) != 1 or type(tree.body[0]).__name__ != "Expr":
        return None
    return tree.body[0].value


def parsed(text):
    """Returns the tree of a piece of source; None if it cannot be parsed. Escapes in strings are replaced by
    as many other characters first: the parser could print a warning for one on the program's stderr."""
    if "\\" in text:
        pieces = text.split("\\")
        at = 1
        while at < len(pieces):
            if pieces[at]:
                pieces[at] = ("\\" + pieces[at] if pieces[at][0] == "\n" else
                              "_" + "_" * len(pieces[at][0].encode("utf-8")) + pieces[at][1:])
            elif at + 1 < len(pieces):  # an escaped backslash
                pieces[at] = "__"
                at += 1
            at += 1
        text = "".join(pieces)
    try:
        return compile(text, "<unknown>", "exec", ONLY_AST, True)
    except (SyntaxError, ValueError, MemoryError, RuntimeError, OverflowError):
        return None
