# SPDX-License-Identifier: Apache-2.0
"""What the hook adds to a program in which nothing goes wrong: ratios, operation by operation."""

import json
import os
import pathlib
import statistics
import subprocess

import interpreters
from measure import BUILD, bare_environment, table

PAIRS = 15
PROGRAM = pathlib.Path(__file__).with_name("operations.py")


def bench(volume):
    """Prints a table: interpreters down, operations across."""
    columns = []
    rows = []
    for interpreter in interpreters.found():
        ratios = _ratios(os.path.realpath(interpreter.path), volume)
        columns = max(columns, list(ratios), key=len)
        rows.append([interpreters.label(interpreter), *(f"{each:.3f}" for each in ratios.values())])
    table(f"A healthy run, time with the hook over that without, medians of {PAIRS} pairs",
          ["version", *columns], [row + [""] * (1 + len(columns) - len(row)) for row in rows])


def _ratios(python, volume):
    """By operation, the median of the ratios of pairs of runs that take turns in coming first."""
    ratios = {}
    for number in range(PAIRS):
        variants = [(False, {}), (True, {"PYTHONPATH": str(volume)})]
        times = {hooked: _run(python, more) for hooked, more in (variants if number % 2 else variants[::-1])}
        for name, seconds in times[True].items():
            ratios.setdefault(name, []).append(seconds / times[False][name])
    return {name: statistics.median(each) for name, each in ratios.items()}


def _run(python, more):
    environment = bare_environment(CEL_SINK=f"file:{BUILD / 'healthy.log'}", **more)
    done = subprocess.run([python, str(PROGRAM)], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout, object_pairs_hook=dict)
