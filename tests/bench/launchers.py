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
ORPHAN_ROUNDS = 4
STDERR_ROUNDS = 11
IDLE = 5

LAUNCH = BUILD / "launch"
CEL_RUN = ROOT / "build" / "bin" / "cel-run"
# Bytes, written by so many at a time, and who reads them.
STDERR = [
    (30_000_000, 100, "cat"),
    (300_000_000, 4096, "cat"),
    (300_000_000, 65536, "cat"),
    (60_000_000, 4096, "sha256sum"),
]
OTHERS = {"tini": ["-s", "--"], "tini-static": ["-s", "--"], "dumb-init": ["--"], "catatonit": ["--"]}


def bench():
    subprocess.run(
        ["gcc", "-O2", "-static", "-s", "-o", LAUNCH, ROOT / "tests" / "bench" / "launch.c"], check=True
    )
    commands = {"cel-run": [CEL_RUN, "-s", "--relay", BUILD / "relay", "--"]}
    commands.update({name: [shutil.which(name), *options] for name, options in OTHERS.items()})
    starts = _starts(commands)
    at_rest = _at_rest(commands)
    rows = []
    for name, command in commands.items():
        kib, wakeups = at_rest[name]
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


def _at_rest(commands):
    """By name: KiB resident, and how often it woke up in IDLE seconds, as PID 1; all at the same time."""
    isolate = ["unshare", "--fork", "--kill-child", "--pid", "--mount-proc"]
    processes = {
        name: subprocess.Popen([*isolate, *command, "sleep", "1000"]) for name, command in commands.items()
    }
    pids = {name: first_child(process) for name, process in processes.items()}
    time.sleep(2)
    before = {name: _status(pid, "voluntary_ctxt_switches") for name, pid in pids.items()}
    time.sleep(IDLE)
    found = {
        name: (_status(pid, "VmRSS"), _status(pid, "voluntary_ctxt_switches") - before[name])
        for name, pid in pids.items()
    }
    for process in processes.values():
        process.kill()  # and what is in it
        process.wait()
    return found


def _orphans(commands):
    found = {name: [] for name in commands}
    for _ in range(ORPHAN_ROUNDS):
        for name, command in commands.items():
            found[name].append(int(as_pid_1(*command, LAUNCH, "orphans", ORPHANS)))
    table(
        f"{ORPHANS} orphans end at once: until all are reaped, {ORPHAN_ROUNDS} rounds in turn",
        ["", "median, ms", "fastest, ms", "of tini's"],
        [
            [
                name,
                f"{statistics.median(times) / 1e6:.0f}",
                f"{min(times) / 1e6:.0f}",
                f"{min(times) / min(found['tini']):.2f}",
            ]
            for name, times in found.items()
        ],
    )


def _stderr():
    """A child that writes to its stderr, whose reader is the container's log."""
    ways = {
        "no tail": [CEL_RUN, "-s", "--"],
        "a relay that reads nothing": [LAUNCH, "relay"],
        "--stderr-tail 64K": [CEL_RUN, "-s", "--stderr-tail", "64K", "--"],
    }
    rows = []
    for size, piece, reader in STDERR:
        found = {way: [] for way in ways}
        for _ in range(STDERR_ROUNDS):
            for way, command in ways.items():
                found[way].append(_write([*command, LAUNCH, "write", size, piece], reader))
        for way, times in found.items():
            ratio = min(times) / min(found["no tail"])
            rows.append([way, reader, str(piece), f"{size / 1e6 / (min(times) / 1e9):.0f}", f"{ratio:.2f}"])
    table(
        f"A program that only writes to stderr: the fastest of {STDERR_ROUNDS} rounds in turn",
        ["", "read by", "bytes a write", "MB/s", "time, of no tail's"],
        rows,
    )


def _write(command, reader):
    with subprocess.Popen([reader], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as log:
        done = subprocess.run(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=log.stdin, check=True
        )
        log.stdin.close()
    return int(done.stdout)
