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

For the hook's own line, when there is no logger to redact it: whole lines are masked, rather one too many.
"""
'''
TAIL = '''
MASK = "[redacted]"
ARMOUR = 60  # characters of a word that a key in PEM may be made of


def masked(text, own=()):
    """The text without what may be a secret: from a line that may hold one on, until a traceback names the
    next place. `own`: further parts of names."""
    lines, hiding = [], False
    for line in text.split("\\n"):
        if line.lstrip(" |+-").startswith(('File "', "Traceback ")):
            hiding = False
        else:
            hiding = hiding or tells(line, own)
        lines.append(MASK if hiding else line)
    return "\\n".join(lines)


def tells(line, own=()):
    """Whether a secret may be in this line."""
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
    """The words that names are made of, in lower case."""
    words, word, before = [], "", ""
    for c in line + " ":
        if not c.isalpha() or c.isupper() and before.islower():
            words.append(word.lower())
            word = ""
        if c.isalpha():
            word += c
        before = c
    return words
'''


def rules():
    """The words of the rules, by kind."""
    found = collections.defaultdict(list)
    for line in RULES.read_text(encoding="utf-8").splitlines():
        kind, colon, words = line.partition(":")
        if colon and kind.isalpha():
            found[kind] += words.split()
        if kind == "option":
            found["options"].append(words.split())
    return found


def assignment(name, opening, words, closing):
    """As source, in lines of at most 110 columns."""
    lines = textwrap.wrap(" ".join(words), 92, break_long_words=False, break_on_hyphens=False)
    return '%s = %s"""\n    %s""".split()%s\n' % (name, opening, "\n    ".join(lines), closing)


def module():
    """The text of secret_words.py."""
    found = rules()
    programs = [word for words in found["options"] for word in words[2:] if word != "*"]
    return (HEAD + "\n" + assignment("WORDS", "frozenset(", found["word"] + ["identified"], ")")
            + assignment("PARTS", "tuple(", found["part"], ")")
            + assignment("ENDS", "tuple(", found["end"], ")")
            + assignment("PROGRAMS", "frozenset(", sorted(set(programs)), ")")
            + assignment("STARTS", "tuple(", found["key"][::2] + ["-----BEGIN", "-----END"], ")") + TAIL)


if __name__ == "__main__":
    print(module(), end="")
