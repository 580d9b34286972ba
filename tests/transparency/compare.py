# SPDX-License-Identifier: Apache-2.0
"""A module of tests, run in a process of its own on each side and compared test by test."""

import collections
import contextlib
import json
import os
import subprocess
import tempfile

from entries import ENTRIES, SIDES

OBSERVE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "observe.py")
TIMEOUT = 300  # seconds for a module
# Bytes of address space for each process of it: some tests go through all the memory that a busy machine has,
# with the hook or without.
MEMORY = 6 << 30
RERUNS = 2  # of each side, where they differ

Finding = collections.namedtuple("Finding", "test always seen words")
Finding.__doc__ = """A test that differs. always: whether no outcome of one side was one of the other; seen:
its outcomes, a set by side; words: the end of one traceback, or ""."""


class Comparison:
    """Of one interpreter by one entry; keeps all that the tests write within `folder`."""

    def __init__(self, interpreter, entry, volume, folder):
        self.entry = ENTRIES[entry](interpreter, volume, folder)
        self.folder = folder
        self.sinks = {side: os.path.join(folder, "log-" + side) for side in SIDES}

    def of(self, module):
        """Returns the number of tests in the module, and its findings."""
        runs = {side: [self._run(side, module)] for side in SIDES}
        first, second = (runs[side][0][0] for side in SIDES)
        suspects = [test for test in sorted({*first, *second}) if first.get(test) != second.get(test)]
        if suspects:
            for side in SIDES:
                runs[side] += [self._run(side, module) for _ in range(RERUNS)]
        findings = []
        for test in suspects:
            seen = {side: {outcomes.get(test, "not run") for outcomes, _ in runs[side]} for side in SIDES}
            words = [words[test] for side in SIDES for _, words in runs[side] if words.get(test)]
            findings.append(Finding(test, not seen["with"] & seen["without"], seen, "".join(words[-1:])))
        return len(first) - 1, findings

    def _run(self, side, module):
        """Returns outcomes and words by test; the test `exit status` is the process as a whole."""
        with tempfile.TemporaryDirectory(prefix="cel-tests-", dir=self.folder) as folder:
            results, output = os.path.join(folder, "results"), os.path.join(folder, "output")
            status = self._start(side, [OBSERVE, module, results], os.path.join(folder, "work"), output)
            outcomes, words = collections.defaultdict(list), {}
            if os.path.exists(results):
                with open(results, errors="replace") as file:
                    for line in file:
                        with contextlib.suppress(ValueError):  # the last line of a process that was killed
                            test, outcome, words[test] = json.loads(line)
                            outcomes[test].append(outcome)
            outcomes["exit status"] = [str(status)]
            with open(output, errors="replace") as file:
                words["exit status"] = file.read().strip().rpartition("\n")[2]
        return {test: ", ".join(sorted(each)) for test, each in outcomes.items()}, words

    def _start(self, side, arguments, work, output):
        os.mkdir(work)
        environ = {"PATH": "/usr/bin:/bin", "HOME": work, "TMPDIR": work, "LC_ALL": "C.UTF-8", "TERM": "dumb",
                   "CEL_SINK": "file:" + self.sinks[side]}
        if self.entry.paths[side]:
            environ["PYTHONPATH"] = self.entry.paths[side]
        with open(output, "wb") as file:
            limited = ["prlimit", "--as=%d" % MEMORY, self.entry.programs[side]]
            process = subprocess.Popen(limited + arguments, cwd=work, env=environ,
                                       stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                       start_new_session=True)
            try:
                return process.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                return "out of time"
            finally:
                with contextlib.suppress(ProcessLookupError):  # with what the tests have left behind
                    os.killpg(process.pid, 9)
                process.wait()
