#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tests of well-known libraries of other languages, with and without the hook: each must come out alike.

    tests/transparency/libraries.py [LIBRARY]...

Their sources come from Debian and from the npm registry, into build/libraries. What differs between two runs
alone is left out: addresses, process ids, ports, times, temporary files. Exit status: 1 if any test differs.
"""

import difflib
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))

import languages  # noqa: E402

FOLDER = os.path.join(ROOT, "build", "libraries")
PERL = ("libtry-tiny-perl", "libmoo-perl", "libpath-tiny-perl", "libplack-perl", "libmojolicious-perl")
PHP = ("php-monolog", "php-psr-log", "php-twig")
NODE = ("minimist@1.2.8", "object-inspect@1.13.3", "qs@6.13.1", "resolve@1.22.10", "side-channel@1.1.0")
OF_NODE = ("tape@5.9.0", "es-value-fixtures", "has-symbols", "has-tostringtag", "iconv-lite", "mock-property",
           "object-keys", "safer-buffer", "semver")  # what those tests need
TIMEOUT = 900  # seconds for a library
RESULT = re.compile(r"\s*(ok|not ok|Bail out)|##teamcity|exit status ")
ITS_OWN = re.compile(r"0x[0-9a-f]+|/tmp/\S+|\b\d{4,}\b|flowId='\d*'|duration='\d*'|\d+ ?ms|%s\S*" % FOLDER)


def fetch():
    """Brings the sources; those of Debian get a name without the version."""
    if os.path.exists(os.path.join(FOLDER, "done")):
        return
    os.makedirs(FOLDER, exist_ok=True)
    subprocess.run([os.path.join(HERE, "debian_sources.sh"), FOLDER, *PERL, *PHP], check=True)
    for name in (*PERL, *PHP):
        (place,) = [each for each in glob.glob("%s/%s-[0-9]*" % (FOLDER, name)) if os.path.isdir(each)]
        os.rename(place, os.path.join(FOLDER, name))
    npm = ["npm", "install", "--prefix", FOLDER, "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*npm, *NODE, *OF_NODE], check=True)
    open(os.path.join(FOLDER, "done"), "w").close()


def commands(language, library):
    """Where the library's tests run, and by what."""
    if language == "perl":
        return os.path.join(FOLDER, library), [["prove", "-v", "-l", "-r", "t"]]
    if language == "php":
        tests = os.path.join(library, "tests", "Monolog/Formatter" if library == "php-monolog" else "")
        return FOLDER, [["phpunit", "--no-configuration", "--bootstrap", os.path.join(HERE, "autoload.php"),
                         "--teamcity", tests]]
    place = os.path.join(FOLDER, "node_modules", library)
    return place, [["node", each] for each in sorted(glob.glob(place + "/test/*.js"))]


def results(language, library, variables, log):
    """The lines that tell of a test."""
    place, programs = commands(language, library)
    lines = []
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": "C.UTF-8", "CEL_SINK": "file:" + log}
        env.update(variables)
        for program in programs:
            done = subprocess.run(program, cwd=place, env=env, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
            lines += [*done.stdout.splitlines(), "exit status %d" % done.returncode]
    return [ITS_OWN.sub("#", line) for line in lines if RESULT.match(line)]


def main(wanted):
    fetch()
    volume, log = os.path.join(FOLDER, "volume"), os.path.join(FOLDER, "log")
    subprocess.run(["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "volume",
                    "--prefix", volume], stdout=subprocess.DEVNULL, check=True)
    names = [each.partition("@")[0] for each in NODE]
    suites = [("perl", each) for each in PERL] + [("php", each) for each in PHP if each != "php-psr-log"]
    differ = 0
    for language, library in suites + [("node", each) for each in names]:
        if wanted and library not in wanted:
            continue
        open(log, "w").close()
        alone = results(language, library, {}, log)
        if os.path.getsize(log):
            sys.exit("the hook was there on the side without it")
        hooked = results(language, library, languages.variables(volume, language), log)
        found = list(difflib.unified_diff(alone, hooked, lineterm="", n=0))
        with open(log, errors="replace") as file:
            reports = sum(1 for _ in file)
        tests = sum(1 for each in alone if re.match(r"\s*(ok|not ok)|##teamcity.testStarted", each))
        print("%s: %s: %d tests, %d lines differ; they caused %d reports" % (
            language, library, tests, len(found), reports), flush=True)
        print("".join("    %s\n" % each for each in found[:20]), end="")
        differ += bool(found) or not tests
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
