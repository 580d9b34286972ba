# SPDX-License-Identifier: Apache-2.0
"""The logger: time and memory for reports of several sizes, its own size, and what a storm of it loses."""

import json
import os
import subprocess
import sys

import cel_lines
from measure import BUILD, ROOT, race, storm, table, write_report

LOGGER = ROOT / "build" / "bin" / "container-exception-logger"
BASELINE = os.environ.get("BASELINE")
ROUNDS = 400
STORM_ROUNDS = 20
WRITERS = 64


def bench():
    """Prints all three tables."""
    bench_time()
    bench_size()
    bench_storm()


def report(size, number=0):
    """A report of `size` bytes as JSON on one line, with text that compresses about as a traceback does."""
    fields = {
        "type": "Python3",
        "executable": f"/srv/app/worker-{number}.py",
        "reason": "worker.py:41:charge:ZeroDivisionError: division by zero",
        "backtrace": "",
        "time": 1700000000 + number,
        "pid": 4242,
    }
    room = size - len(json.dumps(fields)) - 1
    text, frame = "", 0
    while len(json.dumps(text)) - 2 < room:
        module, line = frame * 7919 % 1000, frame * 104729 % 9973
        text += f'  File "/srv/app/module_{module}.py", line {line}, in f{frame}\n'
        frame += 1
    while len(json.dumps(text)) - 2 > room:
        text = text[:-1]
    fields["backtrace"] = text
    return fields


def loggers():
    return [("logger", [str(LOGGER)])] + ([("baseline", [BASELINE])] if BASELINE else [])


def bench_time():
    if not BASELINE:
        print("To compare with another logger: make bench BASELINE=/path/to/it")
    names = [name for name, _ in loggers()]
    commands = [[str(BUILD / "noop")]] + [command for _, command in loggers()]
    times, memory = [], []
    for label, size in (("1 KB", 1 << 10), ("4 KB", 4 << 10), ("60 KB", 60 << 10), ("256 KB", 256 << 10)):
        noop, *rest = race(ROUNDS, write_report("report.json", report(size)), *commands)
        for runs in rest:
            if runs.statuses != {0} or min(runs.logged) == 0:
                sys.exit(f"a logger did not deliver a report of {label}: exit {runs.statuses}")
        row = [label, f"{noop.us:.0f}", f"{rest[0].us:.0f}", f"{rest[0].ratio_to(noop):.2f}"]
        if BASELINE:
            ours, theirs = rest
            row += [f"{theirs.us:.0f}", f"{theirs.ratio_to(noop):.2f}", f"{ours.ratio_to(theirs):.2f}"]
        times.append(row)
        memory.append([label, *(str(runs.peak_kib) for runs in [noop, *rest])])
    columns = ["report", "no-op µs", "logger µs", "logger/no-op"]
    if BASELINE:
        columns += ["baseline µs", "baseline/no-op", "logger/baseline"]
    table(f"Exec to exit, medians of {ROUNDS} runs (no-op: an assembly program that exits)", columns, times)
    table("Peak memory, KiB", ["report", "no-op", *names], memory)


def bench_size():
    rows = []
    for name, [program] in loggers():
        stripped = BUILD / "stripped"
        subprocess.run(["strip", "-o", stripped, program], check=True)
        static = b"INTERP" not in subprocess.run(["readelf", "-lW", program], stdout=subprocess.PIPE).stdout
        rows.append([name, str(stripped.stat().st_size), "static" if static else "needs the image's libc"])
    table("Program, stripped", ["", "bytes", "linked"], rows)


def whole(log, sent):
    """How many of the reports `sent` are in `log` with every field as it was sent."""
    try:
        found, _ = cel_lines.decode(log)
    except cel_lines.LineError:  # something is torn: count the lines that are not
        found = []
        for line in log.split(cel_lines.TAG + b" - ")[1:]:
            try:
                found.append(json.loads(line))
            except ValueError:
                pass
    by_name = {record.get("executable"): record for record in found}
    return sum(
        all(by_name.get(fields["executable"], {}).get(key) == value for key, value in fields.items())
        for fields in sent
    )


def bench_storm():
    rows = []
    for label, size in (("1 KB", 1 << 10), ("60 KB", 60 << 10)):
        sent = [report(size, number) for number in range(WRITERS)]
        for number, fields in enumerate(sent):
            write_report(f"storm-{number}", fields)
        row = [label]
        for _, command in loggers():
            arrived = sum(whole(storm(WRITERS, BUILD / "storm-", command), sent) for _ in range(STORM_ROUNDS))
            row.append(f"{100 - 100 * arrived / WRITERS / STORM_ROUNDS:.1f} %")
        rows.append(row)
    table(f"Lost or torn, {WRITERS} writers at once into one pipe, {STORM_ROUNDS} times",
          ["reports of", *(name for name, _ in loggers())], rows)
