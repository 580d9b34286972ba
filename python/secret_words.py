#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Print secret_words.py of the Python hook, made of the rules that the logger redacts by:

    python/secret_words.py >python/src/container_exception_logger/secret_words.py
"""

import collections
import pathlib
import textwrap

RULES = pathlib.Path(__file__).resolve().parent.parent / "cel" / "redact" / "rules.inc"
HEAD = '''\
# SPDX-License-Identifier: Apache-2.0
"""Tells texts that may hold a secret; python/secret_words.py makes this of cel/redact/rules.inc.

For the hook's own line, when there is no logger to redact it: whole lines are masked where one is in doubt.
"""
'''
TAIL = '''
MASK = "[redacted]"
ARMOUR = 60  # characters of a word that a key in PEM may be made of


def masked(text, own=()):
    """The text with each line masked that may hold a secret. `own`: further parts of names."""
    return "\\n".join([MASK if tells(line, own) else line for line in text.split("\\n")])


def tells(line, own=()):
    """Whether a secret may be in this line."""
    low = "".join([c for c in line.lower() if c.isalnum()])
    if "://" in line and "@" in line or True in [each in low for each in PARTS] + [each in low for each in own]:
        return True
    words, word, before = [], "", ""
    for c in line + " ":
        if not c.isalpha() or c.isupper() and before.islower():
            words.append(word.lower())
            word = ""
        if c.isalpha():
            word += c
        before = c
    if not WORDS.isdisjoint(words) or True in [word.endswith(ENDS) for word in words]:
        return True
    return True in [
        each.startswith(STARTS) or len(each) >= ARMOUR and "/" not in each[:1]
        for each in "".join([c if c.isalnum() or c in "+/=-_." else " " for c in line]).split()]
'''


def rules():
    """The words of the rules, by kind."""
    found = collections.defaultdict(list)
    for line in RULES.read_text(encoding="utf-8").splitlines():
        kind, colon, words = line.partition(":")
        if colon and kind.isalpha():
            found[kind] += words.split()
    return found


def assignment(name, opening, words, closing):
    """As source, in lines of at most 110 columns."""
    lines = textwrap.wrap(" ".join(words), 100, break_long_words=False, break_on_hyphens=False)
    return '%s = %s"""\n    %s""".split()%s\n' % (name, opening, "\n    ".join(lines), closing)


def module():
    """The text of secret_words.py."""
    found = rules()
    return (HEAD + "\n" + assignment("WORDS", "frozenset(", found["word"], ")")
            + assignment("PARTS", "tuple(", found["part"], ")") + assignment("ENDS", "tuple(", found["end"], ")")
            + assignment("STARTS", "tuple(", found["key"][::2] + ["-----BEGIN", "-----END"], ")") + TAIL)


if __name__ == "__main__":
    print(module(), end="")
