# SPDX-License-Identifier: Apache-2.0
"""Runs one module of tests and writes down each test's outcome: observe.py MODULE FILE.

A line of FILE is a JSON list: the test's name, its outcome, the end of its traceback or None. Runs on Python
2.7, too, within the interpreter that is being observed: it says nothing and imports no more than it needs.
"""

import json
import sys
import unittest


class Recorder(unittest.TestResult):
    def __init__(self, file):
        unittest.TestResult.__init__(self)
        self.file = file

    def note(self, test, outcome, error=None):
        last = self._exc_info_to_string(error, test).strip().split("\n")[-1] if error else None
        self.file.write(json.dumps([test.id(), outcome, last]) + "\n")
        self.file.flush()

    def addSuccess(self, test):
        self.note(test, "ok")

    def addFailure(self, test, error):
        self.note(test, "failed", error)

    def addError(self, test, error):
        self.note(test, "error", error)

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addExpectedFailure(self, test, error):
        self.note(test, "failed as expected")

    def addUnexpectedSuccess(self, test):
        self.note(test, "unexpectedly ok")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note(subtest, "failed", error)


def main():
    name, path = sys.argv[1:]
    sys.argv[1:] = []
    with open(path, "w") as file:
        recorder = Recorder(file)
        try:
            suite = unittest.defaultTestLoader.loadTestsFromName(name)
        except unittest.SkipTest:
            return
        suite.run(recorder)


if __name__ == "__main__":
    main()
