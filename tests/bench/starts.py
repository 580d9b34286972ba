# SPDX-License-Identifier: Apache-2.0
"""What the hook adds to the start of an interpreter."""

import os
import shutil

import interpreters
from measure import BUILD, race, table, write_report

ROUNDS = 100
HEALTHY = ["-c", "pass"]
IMPORTS = ["-c", "import argparse, json, logging, socket, tempfile"]


def bench(volume, baseline):
    """`baseline`: the environment of another hook, as words for `race`, or None."""
    nothing = write_report("nothing.json", {})
    empty = BUILD / "empty"
    empty.mkdir(exist_ok=True)
    never_compiled = BUILD / "never-compiled"
    shutil.rmtree(never_compiled, ignore_errors=True)
    shutil.copytree(volume, never_compiled, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    columns = {
        "empty folder": [f"PYTHONPATH={empty}"],
        "hook": [f"PYTHONPATH={volume}"],
        "no bytecode": [f"PYTHONPATH={never_compiled}", "PYTHONDONTWRITEBYTECODE=1"],
    }
    if baseline:
        columns["baseline"] = baseline
    rows = []
    for interpreter in interpreters.found():
        python = os.path.realpath(interpreter.path)
        commands = [environment + [python] + HEALTHY for environment in [[], *columns.values()]]
        without, *others = race(ROUNDS, nothing, *commands)
        hook = others[1]
        share = 100 * (hook.ratio_to(without) - 1)
        row = [interpreters.label(interpreter), f"{without.us / 1000:.1f}"]
        row += [f"{runs.difference_to(without):+.2f}" for runs in others]
        importing = [environment + [python] + IMPORTS for environment in ([], columns["hook"])]
        alone, hooked = race(ROUNDS, nothing, *importing)
        row += [f"{share:+.1f} %", f"{alone.us / 1000:.1f}", f"{hooked.difference_to(alone):+.2f}"]
        rows.append(row)
    table(f"Start of Python, milliseconds, medians of {ROUNDS} pairs (+: more than without a hook; with an "
          "empty folder on PYTHONPATH: the least that any hook costs; without bytecode: a volume mounted "
          "read-only, made where this interpreter was not)",
          ["version", "start", *columns, "hook", "importing", "hook"], rows)
