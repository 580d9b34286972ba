# SPDX-License-Identifier: Apache-2.0
"""What cel-run costs beside tini, dumb-init and catatonit."""

import os
import shutil
import statistics
import subprocess
import sys
import time

from measure import BUILD, ROOT, as_pid_1, table

sys.path.insert(0, str(ROOT / "tests" / "support"))
from engines.bare import first_child  # noqa: E402

STARTS = 300
SIGNALS = 300
ORPHANS = 10000
ORPHAN_ROUNDS = 7
STDERR_BYTES = 1_000_000_000
STDERR_ROUNDS = 7
IDLE = 10

LAUNCH = BUILD / "launch"
CEL_RUN = ROOT / "build" / "bin" / "cel-run"
OTHERS = {"tini": ["-s", "--"], "tini-static": ["-s", "--"], "dumb-init": ["--"], "catatonit": ["--"]}


def bench():
    subprocess.run(
        ["gcc", "-O2", "-static", "-s", "-o", LAUNCH, ROOT / "tests" / "bench" / "launch.c"], check=True
    )
    commands = {"cel-run": [CEL_RUN, "-s", "--relay", BUILD / "relay", "--"]}
    commands.update({name: [shutil.which(name), *options] for name, options in OTHERS.items()})
    starts = _starts(commands)
    rows = []
    for name, command in commands.items():
        kib, wakeups = _at_rest(command)
        ratio = statistics.median(a / b for a, b in zip(starts[name], starts["tini"]))
        rows.append(
            [
                name,
                f"{os.stat(os.path.realpath(command[0])).st_size / 1e6:.2f}",
                f"{statistics.median(starts[name]) / 1e3:.0f}",
                f"{ratio:.2f}",
                f"{kib / 1024:.2f}",
                f"{wakeups / IDLE:.1f}",
                f"{statistics.median(_signals(command)) / 1e3:.0f}",
            ]
        )
    table(
        "An init: from its exec to its child's; memory and wake-ups while it waits; a signal's way to its "
        "child",
        ["", "MB", "start, us", "of tini's", "resident, MB", "wake-ups/s", "signal, us"],
        rows,
    )
    _orphans(commands)
    _stderr()


def _starts(commands):
    """Nanoseconds of each start, by name, in the order of the rounds: all take turns."""
    words = [word for command in commands.values() for word in ("+", *command)]
    found = {name: [] for name in commands}
    names = list(commands)
    for line in as_pid_1(LAUNCH, "start", STARTS, *words).splitlines():
        number, nanoseconds = map(int, line.split())
        found[names[number]].append(nanoseconds)
    return found


def _signals(command):
    return [int(line.split()[1]) for line in as_pid_1(LAUNCH, "signal", SIGNALS, "+", *command).splitlines()]


def _status(pid, key):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(key))


def _at_rest(command):
    """KiB resident, and how often it woke up in IDLE seconds, as PID 1."""
    isolate = ["unshare", "--fork", "--kill-child", "--pid", "--mount-proc"]
    with subprocess.Popen([*isolate, *command, "sleep", "1000"]) as process:
        pid = first_child(process)
        time.sleep(2)
        before = _status(pid, "voluntary_ctxt_switches")
        time.sleep(IDLE)
        result = _status(pid, "VmRSS"), _status(pid, "voluntary_ctxt_switches") - before
        process.kill()  # and what is in it
    return result


def _orphans(commands):
    found = {name: [] for name in commands}
    for _ in range(ORPHAN_ROUNDS):
        for name, command in commands.items():
            found[name].append(int(as_pid_1(*command, LAUNCH, "orphans", ORPHANS)))
    table(
        f"{ORPHANS} orphans end at once: until all are reaped, {ORPHAN_ROUNDS} rounds in turn",
        ["", "fastest, ms", "median, ms", "of tini's"],
        [
            [
                name,
                f"{min(times) / 1e6:.0f}",
                f"{statistics.median(times) / 1e6:.0f}",
                f"{statistics.median(a / b for a, b in zip(times, found['tini'])):.2f}",
            ]
            for name, times in found.items()
        ],
    )


def _stderr():
    """A child that writes to its stderr, whose reader is the container's log."""
    tails = {"no tail": [], "64K": ["--stderr-tail", "64K"], "1M": ["--stderr-tail", "1M"]}
    found = {name: [] for name in tails}
    for _ in range(STDERR_ROUNDS):
        for name, options in tails.items():
            found[name].append(_write([CEL_RUN, "-s", *options, "--", LAUNCH, "write", STDERR_BYTES]))
    table(
        f"{STDERR_BYTES / 1e9:.0f} GB to stderr, read by `cat`",
        ["--stderr-tail", "seconds", "of none's"],
        [
            [
                name,
                f"{statistics.median(times) / 1e9:.2f}",
                f"{statistics.median(a / b for a, b in zip(times, found['no tail'])):.2f}",
            ]
            for name, times in found.items()
        ],
    )


def _write(command):
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as reader:
        done = subprocess.run(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=reader.stdin, check=True
        )
        reader.stdin.close()
    return int(done.stdout)
