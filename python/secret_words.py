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
"""The words of cel/redact/rules.inc, written by python/secret_words.py for `masking`."""

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
    return (HEAD + assignment("WORDS", "frozenset(", found["word"] + ["identified"], ")")
            + assignment("PARTS", "tuple(", found["part"], ")")
            + assignment("ENDS", "tuple(", found["end"], ")")
            + assignment("PROGRAMS", "frozenset(", sorted(set(programs)), ")")
            + assignment("STARTS", "tuple(", found["key"][::2] + ["-----BEGIN", "-----END"], ")"))


if __name__ == "__main__":
    print(module(), end="")
