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
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))

import cel_lines  # noqa: E402
import interpreters  # noqa: E402
from compare import Comparison  # noqa: E402
from entries import ENTRIES, SIDES, entries_of  # noqa: E402


def modules_of(interpreter, wanted):
    """The names of the test modules that are installed; a package in `wanted` stands for all in it."""
    told = subprocess.run([interpreter.path, "-c", "import test.test_sys, test; print(test.__path__[0])"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().strip()
    found = []
    for folder, folders, files in os.walk(told) if told else ():
        folders[:] = sorted(each for each in folders if each.startswith("test_"))
        paths = [os.path.join(folder, each) for each in sorted(files)
                 if each.startswith("test_") and each.endswith(".py")]
        found += [os.path.relpath(path, os.path.dirname(told))[:-3].replace(os.sep, ".") for path in paths]
    return [each for each in found if not wanted or any(
        (each + ".").startswith("test." + one + ".") for one in wanted)]


def listed(name):
    with open(os.path.join(HERE, name)) as file:
        return [line for line in file.read().split("\n") if line and line[0] != "#"]


def is_known(test):
    return any((test + " ").startswith(line.partition(": ")[0] + " ") for line in listed("known.txt"))


def run(interpreter, entry, volume, modules):
    """Compares on one interpreter by one entry and tells of it; returns how many tests are different."""
    label = "%s by %s" % (interpreters.label(interpreter), entry)
    total, verdicts = 0, collections.Counter(different=0, unsteady=0, known=0)
    with tempfile.TemporaryDirectory(prefix="cel-transparency-") as folder:
        comparison = Comparison(interpreter, entry, volume, folder)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for module, (count, findings) in zip(modules, pool.map(comparison.of, modules)):
                total += count
                for finding in findings:
                    verdict = ("known" if is_known(finding.test) else
                               "different" if finding.always else "unsteady")
                    verdicts[verdict] += 1
                    print("%s: %s: %s: %s" % (label, verdict, module, finding.test))
                    for side in SIDES:
                        print("    %s: %s" % (side, " | ".join(sorted(finding.seen[side]))))
                    print("    " + finding.words[:300])
                    sys.stdout.flush()
        reports = reports_in(comparison.sinks["with"])
        if reports_in(comparison.sinks["without"]):
            sys.exit("the hook was there on the side without it")
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
    different = 0
    with tempfile.TemporaryDirectory(prefix="cel-volume-") as volume:
        subprocess.run(["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "volume",
                        "--prefix", volume], stdout=subprocess.DEVNULL, check=True)
        for interpreter in interpreters.found():
            label = interpreters.label(interpreter)
            if options.python and not any((label + ".").startswith(each + ".") for each in options.python):
                continue
            modules = modules_of(interpreter, wanted)
            if not modules:
                print("%s: none of these tests are installed" % label)
                continue
            for entry in options.entry or entries_of(interpreter):
                different += run(interpreter, entry, volume, modules)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
