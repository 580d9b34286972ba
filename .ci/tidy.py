#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Run clang-tidy over every file of a build folder's compile_commands.json, as many at a time as there are
processors, and print what it finds.

    .ci/tidy.py BUILD [OPTION OF CLANG-TIDY]...

A file that was clean is not looked at again while it, all that it includes, the options and the configuration
stay the same: build/tidy has a file for each, named by the digest of all this.
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLEAN = ROOT / "build" / "tidy"


@functools.lru_cache(maxsize=None)
def settings():
    """What decides about findings beside the text of a file: the program and its configuration."""
    version = subprocess.run(["clang-tidy", "--version"], stdout=subprocess.PIPE, check=True).stdout
    files = [ROOT / ".clang-tidy", *sorted((ROOT / "tests").rglob(".clang-tidy"))]
    return version + b"".join(path.read_bytes() for path in files)


def digest(entry, options):
    """Identifies an analysis of a file: its text with that of all that it includes, comments and macros."""
    command = shlex.split(entry["command"])
    output = command.index("-o")
    preprocess = [*command[:output], *command[output + 2 :], "-E", "-C", "-dD"]
    text = subprocess.run(preprocess, cwd=entry["directory"], stdout=subprocess.PIPE, check=True).stdout
    return hashlib.sha256(b"\0".join([settings(), repr(options).encode(), text])).hexdigest()


def analyse(entry, options):
    """Looks at a file unless it is known to be clean; returns whether it is."""
    clean = CLEAN / digest(entry, options)
    if clean.exists():
        clean.touch()
        return True
    command = ["clang-tidy", "--quiet", *options, entry["file"]]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode == 0:
        clean.touch()
        return True
    # On stderr it counts warnings, of which it shows hardly any.
    errors = [line for line in done.stderr.splitlines() if not line.endswith(" generated.")]
    print(done.stdout + "\n".join(errors), flush=True)
    return False


def main():
    build, options = sys.argv[1], ["-p", *sys.argv[1:]]
    CLEAN.mkdir(parents=True, exist_ok=True)
    with open(pathlib.Path(build) / "compile_commands.json", encoding="utf-8") as file:
        entries = json.load(file)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: analyse(entry, options), entries))
    print("%d of %d files are clean" % (sum(results), len(results)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
