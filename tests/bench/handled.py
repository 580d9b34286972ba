# SPDX-License-Identifier: Apache-2.0
"""What the hook costs the thread of a program that logs an error and lives on: milliseconds."""

import json
import os
import pathlib
import statistics
import subprocess

import interpreters
from measure import BUILD, bare_environment, table

RUNS = 15
PROGRAM = pathlib.Path(__file__).with_name("handled_errors.py")


def bench(volume):
    """Prints a table: interpreters down, depths of the traceback across."""
    rows = []
    for interpreter in interpreters.found():
        if interpreter.version < (3,):
            continue  # it has no `statistics`
        python = os.path.realpath(interpreter.path)
        without, hooked = {}, {}
        for _ in range(RUNS):
            for found, more in ((without, {}), (hooked, {"PYTHONPATH": str(volume)})):
                for depth, milliseconds in _run(python, more).items():
                    found.setdefault(depth, []).append(milliseconds)
        medians = [statistics.median(found[depth]) for depth in without for found in (without, hooked)]
        rows.append([interpreters.label(interpreter), *(f"{each:.2f}" for each in medians)])
    table(f"An error that is logged with its traceback, milliseconds, medians of {RUNS} runs",
          ["version", "2 frames", "hook", "20 frames", "hook"], rows)


def _run(python, more):
    log = BUILD / "handled.log"
    log.unlink(missing_ok=True)
    done = subprocess.run([python, str(PROGRAM)], env=bare_environment(CEL_SINK=f"file:{log}", **more),
                          stdout=subprocess.PIPE, check=True)
    assert log.exists() == bool(more), "the hook reported nothing, or something reported without it"
    return json.loads(done.stdout)
