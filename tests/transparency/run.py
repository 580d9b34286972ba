#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""CPython's own regression tests, with and without the hook: each must come out the same.

    tests/transparency/run.py [--python VERSION]... [--entry ENTRY]... [MODULE]...

Without arguments: the modules in `relevant.txt` (TRANSPARENCY=all: every one), on every interpreter that has
its tests installed, by each entry. Every module runs in a process of its own, once on each side. Where there
is a difference, both sides run twice more: a test is `different` if it never came out the same, else
`unsteady`; those in `known.txt` are neither. Exit status: 1 if any is different.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tests", "support")]

import cel_lines  # noqa: E402
import interpreters  # noqa: E402

TIMEOUT = 300  # seconds for a module
SIDES = ("without", "with")


class Entry:
    """How the hook gets into one side of a comparison and not into the other: programs, paths by side."""

    def __init__(self, interpreter, volume, folder):
        self.programs = dict.fromkeys(SIDES, interpreter.path)
        empty = os.path.join(folder, "empty")
        os.makedirs(empty, exist_ok=True)
        self.paths = {"without": empty, "with": volume}


class PthEntry(Entry):
    """A virtual environment on each side, one with a .pth: children started with -E or -I have it, too."""

    def __init__(self, interpreter, volume, folder):
        self.paths = dict.fromkeys(SIDES)
        self.programs = {}
        for side in SIDES:
            place = os.path.join(folder, side.ljust(7, "_"))  # names of one length, as some tests measure
            subprocess.run([interpreter.path, "-m", "venv", "--without-pip", place], check=True)
            self.programs[side] = os.path.join(place, "bin", "python")
        library, = glob.glob(os.path.join(place, "lib", "python3*", "site-packages"))
        with open(os.path.join(library, "hook.pth"), "w") as file:
            file.write("import site; site.addsitedir(%r)\n" % os.path.join(volume, "py3"))


ENTRIES = {"PYTHONPATH": Entry, "pth": PthEntry}


class Observed:
    """What became of one module on one side: {test: outcome}, {test: end of its traceback}."""

    def __init__(self, outcomes, words):
        self.outcomes, self.words = outcomes, words


def observe(entry, side, module):
    with tempfile.TemporaryDirectory(prefix="cel-tests-", dir=entry.folder) as folder:
        found = os.path.join(folder, "outcomes")
        work = os.path.join(folder, "work")
        os.mkdir(work)
        environ = {"PATH": "/usr/bin:/bin", "HOME": work, "TMPDIR": work, "LC_ALL": "C.UTF-8", "TERM": "dumb",
                   "CEL_SINK": "file:" + entry.sinks[side]}
        if entry.paths[side]:
            environ["PYTHONPATH"] = entry.paths[side]
        with open(os.path.join(folder, "output"), "wb") as output:
            process = subprocess.Popen(
                [entry.programs[side], os.path.join(HERE, "observe.py"), module, found], cwd=work,
                env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
            try:
                status = process.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                status = "out of time"
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
        outcomes, words = collections.defaultdict(list), {}
        if os.path.exists(found):
            with open(found, errors="replace") as file:
                for line in file:
                    with contextlib.suppress(ValueError):  # the last one of a process that was killed
                        test, outcome, word = json.loads(line)
                        outcomes[test].append(outcome)
                        words[test] = word
        with open(os.path.join(folder, "output"), errors="replace") as output:
            words["exit status"] = (output.read().strip().splitlines() or [""])[-1]
        outcomes["exit status"] = [status]
        return Observed({test: ", ".join(sorted(map(str, each))) for test, each in outcomes.items()}, words)


def compare(entry, module):
    """Returns how many tests there are, and for each that differs (test, always, outcomes by side, words)."""
    runs = {side: [observe(entry, side, module)] for side in SIDES}

    def different(number):
        one, other = (runs[side][number] for side in SIDES)
        return {test for test in set(one.outcomes) | set(other.outcomes)
                if one.outcomes.get(test) != other.outcomes.get(test)}

    suspects = different(0)
    if suspects:
        for side in SIDES:
            runs[side] += [observe(entry, side, module) for _ in range(2)]
    findings = []
    for test in sorted(suspects):
        seen = {side: {str(run.outcomes.get(test)) for run in runs[side]} for side in SIDES}
        words = [run.words[test] for side in SIDES for run in runs[side] if run.words.get(test)]
        findings.append((test, not seen["with"] & seen["without"], seen, words[-1:]))
    return len(runs["with"][0].outcomes) - 1, findings


def modules_of(interpreter, wanted):
    """The names of test modules; a package stands for all that are in it."""
    said = subprocess.run([interpreter.path, "-c", "import test.test_sys, test; print(test.__path__[0])"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().strip()
    if not said:
        return []
    found = []
    for folder, folders, files in os.walk(said):
        folders[:] = sorted(each for each in folders if each.startswith("test_"))
        paths = [os.path.join(folder, each) for each in sorted(files)
                 if each.startswith("test_") and each.endswith(".py")]
        found += [os.path.relpath(path, os.path.dirname(said))[:-3].replace(os.sep, ".") for path in paths]
    return [each for each in found if not wanted or any(
        (each + ".").startswith("test." + one + ".") for one in wanted)]


def listed(name):
    with open(os.path.join(HERE, name)) as file:
        return [line for line in file.read().split("\n") if line and line[0] != "#"]


def is_known(test):
    return any((test + " ").startswith(line.partition(": ")[0] + " ") for line in listed("known.txt"))


def run(interpreter, name, volume, wanted):
    """Compares on one interpreter by one entry and tells of it; returns how many tests are different."""
    label = "%s by %s" % (interpreters.label(interpreter), name)
    modules = modules_of(interpreter, wanted)
    if not modules:
        print("%s: no such tests installed" % label)
        return 0
    total, verdicts = 0, collections.Counter(different=0, unsteady=0, known=0)
    with tempfile.TemporaryDirectory(prefix="cel-transparency-") as folder:
        entry = ENTRIES[name](interpreter, volume, folder)
        entry.folder = folder
        entry.sinks = {side: os.path.join(folder, "log-" + side) for side in SIDES}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            compared = pool.map(lambda each: compare(entry, each), modules)
            for module, (count, findings) in zip(modules, compared):
                total += count
                for test, always, seen, words in findings:
                    verdict = "known" if is_known(test) else "different" if always else "unsteady"
                    verdicts[verdict] += 1
                    print("%s: %s: %s: %s" % (label, verdict, module, test))
                    for side in SIDES:
                        print("    %s: %s" % (side, " | ".join(sorted(seen[side]))))
                    for each in words:
                        print("    " + each[:300])
                sys.stdout.flush()
        reports = reports_in(entry.sinks["with"])
        assert not os.path.exists(entry.sinks["without"]), "the hook was there on the side without it"
    outcome = ", ".join("%d %s" % (verdicts[each], each) for each in verdicts)
    print("%s: %d modules, %d tests: %s; they caused %d reports" % (
        label, len(modules), total, outcome, reports))
    return verdicts["different"]


def reports_in(path):
    if not os.path.exists(path):
        return 0
    with open(path, "rb") as file:
        return len(cel_lines.decode(file.read())[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", action="append", metavar="VERSION", help="3.13 or 3.13.0; repeatable")
    parser.add_argument("--entry", action="append", choices=sorted(ENTRIES))
    parser.add_argument("module", nargs="*", help="as in test_sys, test_asyncio, test_asyncio.test_tasks")
    options = parser.parse_args()
    wanted = options.module or ([] if os.environ.get("TRANSPARENCY") == "all" else listed("relevant.txt"))
    volume = tempfile.mkdtemp(prefix="cel-volume-")
    try:
        subprocess.run(["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "volume",
                        "--prefix", volume], stdout=subprocess.DEVNULL, check=True)
        different = 0
        for interpreter in interpreters.found():
            label = interpreters.label(interpreter)
            if options.python and not any((label + ".").startswith(each + ".") for each in options.python):
                continue
            for name in options.entry or ENTRIES:
                if name == "PYTHONPATH" or interpreter.version >= (3, 3):
                    different += run(interpreter, name, volume, wanted)
    finally:
        shutil.rmtree(volume)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
