# SPDX-License-Identifier: Apache-2.0
"""Masks what may be a secret in the hook's own line, when there is no logger to do it precisely: whole lines,
and rather one too many."""

from container_exception_logger.secret_words import ENDS, PARTS, PROGRAMS, STARTS, WORDS

MASK = "[redacted]"
ARMOUR = 60  # characters of a word from which it may be a line of a PEM key


def masked(text, own=()):
    """Returns the text with each line masked from one that may hold a secret up to the next place that a
    traceback names. `own`: further parts of names."""
    lines, hiding = [], False
    for line in text.split("\n"):
        if line.lstrip(" |+-").startswith(('File "', "Traceback ")):
            hiding = False
        else:
            hiding = hiding or tells(line, own)
        lines.append(MASK if hiding else line)
    return "\n".join(lines)


def tells(line, own=()):
    """Returns whether there may be a secret in the line."""
    if "://" in line and "@" in line or " -u " in line or "--user" in line:
        return True
    letters = "".join([c for c in line.lower() if c.isalnum()])
    words = _words(line)
    if True in [part in letters for part in PARTS + tuple(own)] or not WORDS.isdisjoint(words):
        return True
    if True in [word.endswith(ENDS) for word in words]:
        return True
    tokens = "".join([c if c.isalnum() or c in "+=-_." else " " for c in line]).split()
    if "-" in line and not PROGRAMS.isdisjoint(tokens):  # a command line
        return True
    return True in [token.startswith(STARTS) or len(token) >= ARMOUR for token in tokens]


def _words(line):
    """Returns the words that the names in the line are made of, in lower case."""
    words, word, before = [], "", ""
    for c in line + " ":
        if not c.isalpha() or c.isupper() and before.islower():
            words.append(word.lower())
            word = ""
        if c.isalpha():
            word += c
        before = c
    return words
