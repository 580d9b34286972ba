#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Check that a name in cel/ means one thing: no two files have the same name, no constant has two values, and
no type is defined twice.

Names that had two meanings when this check was written are listed below. A listed name that has one meaning
by now has to leave its list, so that the lists only become shorter.
"""

import collections
import pathlib
import re
import sys

KNOWN_FILES = set("""
    command_line.h main.cpp options.cpp options.h report.cpp report.h say.h trace.cpp
    trace.h
""".split())
KNOWN_CONSTANTS = set("""
    kAtOnce kBlock kDeepest kDigits kFile kFolder kFolders kIdDigits kIdSize kIndent kInnerFrames
    kLargest kLimits kLocals kLongest kLongestHead kMaxDepth kMaxLinks kMode kNarrowest kNone
    kNotFound kOptions kOuterFrames kPatience kPause kPiece kPrefixes kRemembered kTextLines
    kUnits kUsage
""".split())
KNOWN_TYPES = set("Step".split())

STRING_OR_COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# Constants are assigned nowhere but where they are defined: as a variable or as an enumerator.
DEFINED = re.compile(r"\b(k[A-Z]\w*)(?:\[\w*\])?\s*(?:=(?!=)|(?=\{))\s*")

# Types of a namespace; those within a class begin with blanks.
TYPE = re.compile(
    r"^(?:class|struct|union|enum(?: class)?)(?: \[\[\w+\]\])? ([A-Z]\w*)[^;(]*\{", re.MULTILINE
)


def files_by_name(root):
    """The files below `root` that each name belongs to."""
    found = collections.defaultdict(list)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found[path.name].append(str(path.relative_to(root.parent)))
    return found


def value_at(text, start):
    """The expression at `start` in `text`, up to the `,`, `;` or closing bracket that ends it."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth < 0 or (depth == 0 and text[at] in ",;"):
            return text[start:at]
    return text[start:]


def constants_in(text):
    """Pairs of each constant that is defined in C++ and its value."""
    literals = []

    def number(match):  # brackets and commas in literals end no expression
        if match[0][0] == "/":
            return " "
        literals.append(match[0])
        return "\x00%d\x00" % (len(literals) - 1)

    text = STRING_OR_COMMENT.sub(number, re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "", text))
    for match in DEFINED.finditer(text):
        value = " ".join(value_at(text, match.end()).split())
        yield match[1], re.sub("\x00(\\d+)\x00", lambda literal: literals[int(literal[1])], value)


def values_by_name(root):
    """For each constant below `root` its values, and for each value a file that has it."""
    found = collections.defaultdict(dict)
    for path in sorted(root.rglob("*.[hc]*")):
        if path.suffix in (".h", ".cpp"):
            for name, value in constants_in(path.read_text(encoding="utf-8")):
                found[name].setdefault(value, str(path.relative_to(root.parent)))
    return found


def files_by_type(root):
    """The files below `root` that define each type."""
    found = collections.defaultdict(list)
    for path in sorted(root.rglob("*.[hc]*")):
        if path.suffix in (".h", ".cpp"):
            for name in set(TYPE.findall(path.read_text(encoding="utf-8"))):
                found[name].append(str(path.relative_to(root.parent)))
    return found


def check(what, places, known, known_name):
    """Print each name with several places that is not known, and each known one without; return how many."""
    several = {name for name, found in places.items() if len(found) > 1}
    for name in sorted(several - known):
        print("%s has two %s: %s" % (name, what, ", ".join(places[name])))
    for name in sorted(known - several):
        print(".ci/names.py: %s does not have two %s any more: remove it from %s" % (name, what, known_name))
    return len(several ^ known)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "cel"
    values = {
        name: ["%s (%s)" % (path, value[:40]) for value, path in found.items()]
        for name, found in values_by_name(root).items()
    }
    wrong = check("files", files_by_name(root), KNOWN_FILES, "KNOWN_FILES")
    wrong += check("values", values, KNOWN_CONSTANTS, "KNOWN_CONSTANTS")
    wrong += check("definitions", files_by_type(root), KNOWN_TYPES, "KNOWN_TYPES")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
