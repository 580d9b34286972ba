# SPDX-License-Identifier: Apache-2.0
"""Finds the name closest to a misspelt one, as Python does: by Levenshtein distance, where a letter changed,
inserted or deleted costs 2, and a change of its case 1."""

import sys

CANDIDATES = 750
LONGEST = 40
MOVE, CASE = 2, 1


def closest(names, wrong):
    """Returns the name that is closest to the wrong one; None if none is close."""
    if len(names) >= CANDIDATES:
        return None
    wrong = wrong.encode("utf-8", "surrogatepass")
    best, found = sys.maxsize, None
    for name in names:
        raw = name.encode("utf-8", "surrogatepass")
        if raw == wrong:
            continue
        most = min((len(wrong) + len(raw) + 3) * MOVE // 6, best - 1)
        cost = _cost(wrong, raw, most)
        if cost <= most:
            best, found = cost, name
    return found


def _cost(a, b, most):
    """Returns the cost of changing `a` to `b`, or more than `most`."""
    if abs(len(a) - len(b)) * MOVE > most:
        return most + 1
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return MOVE * (len(a) + len(b))
    if len(a) > LONGEST or len(b) > LONGEST:
        return most + 1
    if len(b) < len(a):
        a, b = b, a
    row = list(range(MOVE, MOVE * (len(a) + 1), MOVE))
    result = 0
    for index, letter in enumerate(b):
        distance = result = index * MOVE
        for at, other in enumerate(a):
            change = distance + (0 if letter == other else _change(letter, other))
            distance = row[at]
            result = row[at] = min(min(result, distance) + MOVE, change)
        if min(row) > most:
            return most + 1
    return result


def _change(a, b):
    if 65 <= a <= 90:
        a += 32
    if 65 <= b <= 90:
        b += 32
    return CASE if a == b else MOVE


def letters_changed(a, b):
    """Returns the number of letters to change, insert or delete, or more than LONGEST."""
    if abs(len(a) - len(b)) > LONGEST:
        return LONGEST + 1
    row = list(range(len(a) + 1))
    for index, letter in enumerate(b):
        before, row[0] = row[0], index + 1
        for at, other in enumerate(a):
            before, row[at + 1] = row[at + 1], min(row[at] + 1, row[at + 1] + 1, before + (letter != other))
    return row[-1]
