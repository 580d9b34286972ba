# SPDX-License-Identifier: Apache-2.0
"""Runs programs side by side under a PID 1 of their own, and makes figures of what they cost."""

import json
import os
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"


def build_helpers():
    """Compiles race, storm and the no-op program, static, into build/bench/."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for name, *options in (("noop", "-nostdlib"), ("race",), ("storm",)):
        source = pathlib.Path(__file__).with_name(name + ".c")
        subprocess.run(["gcc", "-O2", "-static", "-s", *options, "-o", BUILD / name, source], check=True)


def bare_environment(**more):
    """An environment that says nothing to the programs under test but `more`."""
    return dict({"PATH": os.environ["PATH"], "HOME": "/", "LC_ALL": "C.UTF-8"}, **more)


def as_pid_1(*command):
    """Runs a command as PID 1 of a process namespace, in a bare environment;
    returns the bytes that it wrote to its stdout."""
    isolate = ["unshare", "--fork", "--kill-child", "--pid", "--mount-proc"]
    if os.geteuid() != 0:
        isolate += ["--user", "--map-root-user"]
    return subprocess.run(
        isolate + [str(word) for word in command], env=bare_environment(), stdout=subprocess.PIPE, check=True
    ).stdout


class Runs:
    """What one command cost, run by run: wall and processor times in nanoseconds, peak memory in KiB, bytes
    in the log."""

    def __init__(self):
        self.ns = []
        self.cpu_ns = []
        self.kib = []
        self.logged = []
        self.statuses = set()

    @property
    def peak_kib(self):
        """The most memory that any run had."""
        return max(self.kib)

    @property
    def us(self):
        """Median wall time in microseconds."""
        return statistics.median(self.ns) / 1000

    def ratio_to(self, other):
        """This command's time over another's: the median of the ratios of the pairs, run by run."""
        return statistics.median(a / b for a, b in zip(self.ns, other.ns))

    def difference_to(self, other):
        """Median difference of the pairs, in milliseconds."""
        return statistics.median(a - b for a, b in zip(self.ns, other.ns)) / 1e6

    def cpu_difference_to(self, other):
        """The same of processor time, which other programs on the machine disturb less."""
        return statistics.median(a - b for a, b in zip(self.cpu_ns, other.cpu_ns)) / 1e6


def race(rounds, stdin, *commands):
    """Runs the commands in turn, `rounds` times each, the file `stdin` on their standard input: their Runs.

    A command is a list of words: first the VAR=VALUE that its environment has in addition, then an absolute
    path and arguments.
    """
    words = []
    for command in commands:
        words += ["--", *command]
    runs = [Runs() for _ in commands]
    for line in as_pid_1(BUILD / "race", rounds, stdin, *words).splitlines():
        number, ns, cpu_ns, peak_kib, status, logged = map(int, line.split())
        one = runs[number]
        one.ns.append(ns)
        one.cpu_ns.append(cpu_ns)
        one.kib.append(peak_kib)
        one.logged.append(logged)
        one.statuses.add(os.waitstatus_to_exitcode(status))
    return runs


def storm(writers, stdin_prefix, command):
    """`writers` processes exec `command` at once; the bytes that came through the one pipe of all of them."""
    return as_pid_1(BUILD / "storm", writers, stdin_prefix, *command)


def write_report(name, fields):
    """Writes a report for `race` to give to its commands; its path."""
    path = BUILD / name
    path.write_text(json.dumps(fields) + "\n", encoding="ascii")
    return path


def table(title, columns, rows):
    """Prints rows of strings in columns: the first one left-aligned, the others right."""
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    print(f"\n{title}")
    for row in [columns, *rows]:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  " + "  ".join(cells).rstrip(), flush=True)
