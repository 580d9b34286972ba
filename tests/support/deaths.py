# SPDX-License-Identifier: Apache-2.0
"""The tests of deaths: a case is a program, the Pythons that it is for, and the reports of it.

A module of such tests has a list CASES and the function `test_death`, both from here; conftest.py runs each
case on each Python that it is for, with the hook and without, and compares what can be seen from outside. """

import collections

ANY = ("CPython", "PyPy")
END = (9, 9)

Case = collections.namedtuple("Case", "name source reports low high on options env")


class Cases(list):
    def add(self, name, source, *reports, low=(2, 7), high=END, on=ANY, options=(), env=None):
        """`reports`: those expected, by `fatal` and `error`; `low` and `high`: the versions, both included;
        `on`: the implementations; `options`: of the interpreter."""
        self.append(Case(name, source, reports, low, high, on, list(options), env))


def fatal(reason, mechanism="excepthook"):
    """A report of a process that died. `reason` is a part of the report's, as it is in `error`."""
    return mechanism, "fatal", reason


def error(mechanism, reason):
    """A report of what the process outlived."""
    return mechanism, "error", reason


def test_death(death, python, compare, script):
    ended = compare([python.path] + death.options + [script(death.source)], env=death.env)
    check(ended.reports, death.reports)


def check(reports, expected):
    """Each of `reports` is one of those expected, no more and no less, in any order."""
    got = [(each["mechanism"], each["severity"], each["reason"]) for each in reports]
    left = list(got)
    for mechanism, severity, reason in expected:
        match = [each for each in left if each[:2] == (mechanism, severity) and reason in each[2]]
        assert match, "no %s %s %r among %r" % (severity, mechanism, reason, got)
        left.remove(match[0])
    assert left == [], "more than was expected: %r" % left
