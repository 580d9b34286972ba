# SPDX-License-Identifier: Apache-2.0
"""What the hook adds to the end of a program that dies: time, and memory of the process."""

import os
import statistics
import sys

import interpreters
from measure import BUILD, race, table, write_report

ROUNDS = 40
ROUNDS_OF_BIG = 10

SMALL = """
def charge(order):
    total = order['total']
    return total / order['items']
charge({'total': 99, 'items': 0})
"""
# Twenty functions deep, each with the locals that a service has, the same objects passed down among them.
FRAMES = """
class Order(object):
    def __init__(self, number):
        self.number = number
        self.items = [{"sku": "A-%d" % n, "price": 9.99, "count": n} for n in range(12)]
        self.customer = {"name": "Ada", "mail": "ada@example.org", "api_key": "k-123"}
""" + "".join("""
def step_{0}(order, depth):
    label = "step {0} of order %d at depth %d" % (order.number, depth)
    discounts, total = (0.1, 0.25, None), order.number * {0}
    headers = {{"host": "shop.example", "agent": "curl/8", "depth": depth}}
    return step_{1}(order, depth + 1)
""".format(number, number + 1) for number in range(19)) + """
def step_19(order, depth):
    return order.number / (depth - 19)
step_0(Order(7), 0)
"""
# A hook that does nothing but start a static program that does nothing, and wait for it.
FLOOR = """
import posix, sys
def hook(*args):
    sys.__excepthook__(*args)
    if hasattr(posix, "posix_spawn"):
        child = posix.posix_spawn("{0}", ["{0}"], posix.environ)
    else:
        child = posix.fork()
        if child == 0:
            posix.execve("{0}", ["{0}"], posix.environ)
    posix.waitpid(child, 0)
sys.excepthook = hook
"""
# Its traceback is longer than the pipe that `race` has for stderr.
DEEP = """
import os, sys
sys.stderr = open(os.devnull, "w")
sys.setrecursionlimit(20000)
def even(n):
    return odd(n - 1) if n else 1 / 0
def odd(n):
    return even(n - 1)
even(9998)
"""
BIG = """
def load():
    rows = [b"x" * 1000 + bytes(n) for n in range(90)] * 1000
    blob = bytearray(100 << 20)
    text = "y" * (1 << 20)
    return len(rows) / len(text[:0])
load()
"""


def bench(volume, baseline):
    """`baseline`: the environment of another hook, as words for `race`, or None."""
    bench_time(volume, baseline)
    bench_big(volume)


def bench_time(volume, baseline):
    floor = BUILD / "floor"
    floor.mkdir(exist_ok=True)
    (floor / "sitecustomize.py").write_text(FLOOR.format(BUILD / "noop"), encoding="ascii")
    hooks = {"hook": [f"PYTHONPATH={volume}"], "no-op": [f"PYTHONPATH={floor}"]}
    if baseline:
        hooks["baseline"] = baseline
    rows = []
    for interpreter in interpreters.found():
        row = [interpreters.label(interpreter)]
        for name, source in (("small", SMALL), ("frames", FRAMES)):
            without, *others = _race(interpreter, name, source, ROUNDS, hooks.values())
            row.append(f"{without.us / 1000:.1f}")
            row += [f"{runs.difference_to(without):+.2f}" for runs in others]
        row.append(f"{others[0].cpu_difference_to(without):+.2f}")
        rows.append(row)
    table(f"Crash of Python, milliseconds, medians of {ROUNDS} pairs (+: more than without a hook; processor "
          "time: of the logger, too; no-op: a hook that starts a program which does nothing, the least that "
          "any costs)",
          ["version", "2 frames", *hooks, "20 frames", *hooks, "processor"], rows)


def bench_big(volume):
    rows = []
    for interpreter in interpreters.found():
        row = [interpreters.label(interpreter)]
        for name, source in (("deep", DEEP), ("big", BIG)):
            without, hook = _race(interpreter, name, source, ROUNDS_OF_BIG, [[f"PYTHONPATH={volume}"]])
            memory = statistics.median(hook.kib) - statistics.median(without.kib)
            row += [f"{without.us / 1000:.0f}", f"{hook.difference_to(without):+.1f}"]
            row.append(f"{memory / 1024:+.1f}")
        rows.append(row)
    table("Crash of a big Python program, milliseconds and peak memory in MiB, medians of "
          f"{ROUNDS_OF_BIG} pairs",
          ["version", "10,000 frames", "hook", "memory", "100 MB of locals", "hook", "memory"], rows)


def _race(interpreter, name, source, rounds, hooks):
    """The runs without a hook, then with each of the hooks, the first of which must report each crash."""
    program = BUILD / f"{name}.py"
    program.write_text(source, encoding="ascii")
    python = os.path.realpath(interpreter.path)
    commands = [environment + [python, str(program)] for environment in [[], *hooks]]
    runs = race(rounds, write_report("nothing.json", {}), *commands)
    if {1} != set.union(*(each.statuses for each in runs)) or min(runs[1].logged) <= max(runs[0].logged):
        sys.exit(f"Python {interpreters.label(interpreter)}, {program}: a crash brought no report")
    return runs
