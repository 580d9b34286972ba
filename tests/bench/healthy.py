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
    found = {interpreters.label(each): _ratios(os.path.realpath(each.path), volume)
             for each in interpreters.found()}
    columns = max(map(list, found.values()), key=len)
    rows = [[label, *(f"{ratios[name]:.3f}" if name in ratios else "" for name in columns)]
            for label, ratios in found.items()]
    table(f"A healthy run, time with the hook over that without, medians of {PAIRS} pairs (exception: the "
          "same one logged again and again, which is counted for a report)", ["version", *columns], rows)


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
