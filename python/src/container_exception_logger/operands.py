# SPDX-License-Identifier: Apache-2.0
"""Finds the operator of an expression, or its index, by its tokens: to make a syntax tree costs more than the
rest of a report, where nothing else has done so."""

BINARY = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "@": 6,
          "**": 8}
UNARY = ("+", "-", "~")
POWER = 8
CLOSING = {"(": ")", "[": "]", "{": "}"}
# Of lower precedence than any of BINARY, or no expressions at all.
OTHERS = frozenset((
    "and as assert async await class def del else for from if import in is lambda not or raise return while"
    " with yield").split())
NONE, UNSURE = (), None


def anchors(text, calls=False):
    """Start and end of the operator or index (or a call's arguments) that the traceback marks in one line's
    expression; NONE if it has none, UNSURE where that takes a parser."""
    tokens = _tokens(text)
    if tokens is None:
        return UNSURE
    operator, before = None, None
    for token in tokens:
        kind, start, end = token
        if kind == "other":
            return NONE
        if kind in BINARY and before is not None and before[0] in ("operand", "(", "[", "{"):
            if operator is None or BINARY[kind] < BINARY[operator[0]] or (
                    BINARY[kind] == BINARY[operator[0]] != POWER):
                operator = token
        before = token
    if not tokens:
        return NONE
    unary = tokens[0][0] in UNARY
    if operator is not None:
        if unary and operator[0] == "**":
            return NONE
        return operator[1], operator[1] + _width(text, operator, tokens)
    if not unary and len(tokens) > 1 and (before[0] == "[" or calls and before[0] == "("):
        return before[1], before[2]
    return NONE


def _width(text, operator, tokens):
    """Two, for an operator of two letters, and where the right operand is in parentheses that follow at once:
    these are no part of it."""
    start = operator[1]
    if operator[2] - start == 2:
        return 2
    following = tokens[tokens.index(operator) + 1]
    if following[0] == "(" and following[1] == start + 1 and following[2] == len(text):
        inner = _tokens(text[following[1] + 1:following[2] - 1])
        if inner and not any(kind == "other" and text[following[1] + 1:][at:to] in (",", "for")
                             for kind, at, to in inner):
            return 2
    return 1


def _tokens(text):
    """The tokens as (kind, start, end): an operator's kind is itself, that of what is in brackets the opening
    one, and "other" what is of no operand. None for what this does not understand."""
    found, at = [], 0
    while at < len(text):
        char = text[at]
        if char in " \t\f":
            at += 1
            continue
        end = at + 1
        if char in CLOSING:
            end = _closed(text, at)
            kind = char
        elif char in "\"'":
            end, kind = _string_end(text, at), "operand"
        elif char == "_" or char.isalnum():
            while end < len(text) and (text[end] == "_" or text[end].isalnum()):
                end += 1
            kind = "other" if text[at:end] in OTHERS else "operand"
            if char.isdigit():
                while end < len(text) and (text[end] in "._" or text[end].isalnum() or (
                        text[end] in "+-" and text[end - 1] in "eE" and text[at:at + 2].lower() != "0x")):
                    end += 1
            elif end < len(text) and text[end] in "\"'":
                if "f" in text[at:end].lower() or "t" in text[at:end].lower():
                    return None  # a string that holds expressions
                raw = end
                end = _string_end(text, raw)
        elif char == ".":
            kind = "dot"
            if text.startswith("...", at):
                kind, end = "operand", at + 3
            elif text[end:end + 1].isdigit():
                kind = "operand"
                while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                    end += 1
        elif text[at:at + 2] in BINARY and text[at:at + 3] not in ("**=", "//=", "<<=", ">>="):
            kind, end = text[at:at + 2], at + 2
        elif (char in BINARY or char == "~") and text[at + 1:at + 2] != "=":
            kind = char
        elif char in "<>=!:,;+-*/%@&|^":
            kind = "other"
        else:
            return None
        if end is None:
            return None
        found.append((kind, at, end))
        at = end
    return found


def _closed(text, start):
    """Where the bracket's content and its end is over; None if it is not."""
    expected, at = [], start
    while at < len(text):
        char = text[at]
        if char in "\"'":
            before = text[max(0, at - 3):at].lower()
            word = before[len(before.rstrip("abcdefghijklmnopqrstuvwxyz")):]
            if "f" in word or "t" in word:
                return None
            at = _string_end(text, at)
            if at is None:
                return None
            continue
        if char in "#\\":
            return None
        if char in CLOSING:
            expected.append(CLOSING[char])
        elif char in ")]}":
            if not expected or expected.pop() != char:
                return None
            if not expected:
                return at + 1
        at += 1
    return None


def _string_end(text, start):
    """Where the string that begins there is over; None if it is not."""
    quotes = text[start:start + 3]
    quotes = quotes if quotes in ('"""', "'''") else quotes[:1]
    at = start + len(quotes)
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(quotes, at):
            return at + len(quotes)
        else:
            at += 1
    return None
