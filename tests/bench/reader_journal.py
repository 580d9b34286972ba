# SPDX-License-Identifier: Apache-2.0
"""How fast `cel list` reads a journal, beside journalctl and jq, and how soon its first screen is there."""

import json
import shutil
import statistics
import sys

from measure import BUILD, ROOT, race, table, write_report
from reader_files import EVERY, TAG, record_of, run

sys.path.insert(0, str(ROOT / "tests" / "support"))
from journals import docker_fields, make_journal  # noqa: E402

CEL = ROOT / "build" / "bin" / "cel"
ENTRIES = 300_000
MANY = 1_000_000
ROUNDS = 5
IDENTITY = "%064x" % 0xCE1


def entries(count):
    """Of an access log in a container; one of EVERY is a report."""
    for number in range(count):
        if number % EVERY == EVERY - 1:
            text = f"{TAG} - {json.dumps(record_of(number))}"
        else:
            item = number * 7919 % 10007
            text = f'127.0.0.1 - - [21/Nov/2026:07:00:00] "GET /item/{item} HTTP/1.1" 200 {number % 5000}'
        yield docker_fields(IDENTITY, "shop", MESSAGE=text)


def journal_of(count):
    """A folder with a journal of so many entries."""
    folder = BUILD / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make_journal(folder / "system.journal", entries(count))
    return folder


def medians(commands, rounds):
    """For each command (name: shell text), run in turns: seconds on the clock, of processor, lines."""
    measured = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            measured[name].append(run(command))
    return {name: [statistics.median(column) for column in zip(*runs)] for name, runs in measured.items()}


def rows_of(results, base):
    return [[name, f"{wall:.2f}", f"{cpu:.2f}", f"{wall / results[base][0]:.2f}"]
            for name, (wall, cpu, _) in results.items()]


def bench_whole():
    folder = journal_of(ENTRIES)
    reports = ENTRIES // EVERY
    journal = f"journalctl -q -D {folder}"
    results = medians({"cel list": f"exec {CEL} list -q --no-legend -D {folder}",
                       "journalctl -g TAG -o cat": f"exec {journal} -o cat -g {TAG}"}, ROUNDS)
    results |= medians({"journalctl -o json | jq": f"{journal} -o json | jq -r '.MESSAGE | select(type == "
                                                   f"\"string\" and contains(\"{TAG}\"))'"}, 1)
    wrong = {name: lines for name, (*_, lines) in results.items() if lines != reports}
    if wrong:
        raise SystemExit(f"not all {reports} reports of {folder} were found: {wrong}")
    table(f"Reading a journal of {ENTRIES} entries, one of {EVERY} a report, medians of {ROUNDS} runs",
          ["", "s", "CPU s", "of journalctl -g"], rows_of(results, "journalctl -g TAG -o cat"))


def bench_first_screen():
    folder = journal_of(MANY)
    whole = f"exec {CEL} list -q --no-legend -D {folder}"
    results = medians({"all": whole, "-n 20": whole + " -n 20"}, ROUNDS)
    rows = rows_of(results, "all")
    nothing = write_report("nothing.json", {})
    one = [str(CEL), "list", "-q", "-D", str(folder)]
    peaks = race(1, nothing, one, [*one, "-n", "20"])
    for row, runs in zip(rows, peaks):
        row.append(f"{runs.peak_kib / 1024:.0f}")
    table(f"`cel list` of a journal of {MANY} entries, newest first, medians of {ROUNDS} runs",
          ["", "s", "CPU s", "of all", "MiB"], rows)
    shutil.rmtree(folder)


def bench():
    bench_whole()
    bench_first_screen()
