# SPDX-License-Identifier: Apache-2.0
"""A calculator: main.py WHAT SEED."""

import os
import sys
import tempfile

from sums import evaluator, library, parser, printer


def run(text):
    return evaluator.Evaluator().run(parser.Parser(text).program())


def tree(text):
    return parser.Parser(text).program()


def nested(seed, inner):
    return "(" * seed * 3 + inner + " + 1)" * seed * 3 + ";"


def includes(seed, last):
    folder = tempfile.mkdtemp()
    for number in range(seed + 1):
        with open(os.path.join(folder, "%d.sums" % number), "w") as out:
            out.write("include %d.sums\n" % (number + 1) if number < seed else last)
    return library.load(os.path.join(folder, "0.sums"))


def main(what, seed):
    if what == "unfinished":
        return run("a%d = 3 +;" % seed)
    if what == "open":
        return run("(1 + %d" % seed)
    if what == "minus":
        return run("1 - -%d;" % seed)
    if what == "unknown-name":
        return run(nested(seed, "x%d" % seed))
    if what == "zero":
        return run(nested(seed, "%d / 0" % seed))
    if what == "unknown-function":
        return run("frob%d(3);" % seed)
    if what == "root":
        return run(nested(seed, "root(0 - %d)" % seed))
    if what == "arguments":
        return run("half(%d, 2);" % seed)
    if what == "endless":
        return run("f(x) = g(x) + 1; g(x) = f(x) + %d; f(%d);" % (seed, seed))
    if what == "print":
        return printer.Printer().visit(tree(nested(seed, "2 * %d" % seed))[0])
    if what == "compiled":
        return printer.compiled(tree("1 + rate%d;" % seed)[0], "file%d.sums:%d" % (seed, seed * 9))()
    if what == "width":
        return printer.width(tree(""))
    if what == "save":
        return printer.save(os.path.join(tempfile.mkdtemp(), "out"), u"%d \u20ac" % seed)
    if what == "include":
        return includes(seed, "include lib%d/money.sums\n" % seed)
    raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
