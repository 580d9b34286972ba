# SPDX-License-Identifier: Apache-2.0
"""Finds the operator of an expression, or its index, by its tokens. Where the program has not loaded the
compiler's syntax tree, making one costs more than the rest of a report."""

BINARY = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "@": 6,
          "**": 8}
UNARY = ("+", "-", "~")
POWER = 8
CLOSING = {"(": ")", "[": "]", "{": "}"}
# Keywords of lower precedence than any of BINARY, or of statements.
OTHERS = frozenset((
    "and as assert async await class def del else for from if import in is lambda not or raise return while"
    " with yield").split())
NONE, UNSURE = (), None


def anchors(text, calls=False):
    """Returns start and end of the operator or index (or a call's arguments) that a traceback marks in an
    expression of one line; NONE if there is none, UNSURE where a parser is needed."""
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
    """Returns 2 for an operator of two characters, and for one that a parenthesised right operand follows
    without a blank, as Python marks it; else 1."""
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
    """Returns the tokens as (kind, start, end). The kind is the operator itself, the opening bracket of what
    is in brackets, "operand", "dot", or "other" for all else. None for text that this does not understand."""
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
                    return None  # an f-string, which holds expressions
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
    """Returns the index after the closing bracket; None without one."""
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
    """Returns the index after the string that begins at `start`; None if it does not end."""
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
