# SPDX-License-Identifier: Apache-2.0
"""How fast `cel list --tracebacks` reads the log of a program without a hook, and in how much memory."""

import itertools
import statistics
import sys

from measure import BUILD, ROOT, race, table, write_report
from reader_files import CEL, run

sys.path.insert(0, str(ROOT / "tests" / "support"))
from tracebacks import cri, json_file, of_corpus, ordinary  # noqa: E402

SIZE = 1_000_000_000  # bytes of a log
ROUNDS = 5
EVERY = 10_000  # lines, of which one is followed by what a program printed when it died


def access(number):
    item = number * 7919 % 10007
    return f'127.0.0.1 - - [21/Nov/2026:07:00:00] "GET /item/{item} HTTP/1.1" 200 {number % 5000}\n'


def write_log(form, path):
    """Returns how many tracebacks are in it: the ordinary logs, of which it has some, have none."""
    deaths = itertools.cycle([line["text"] for line in of_corpus() if "hook" in line["how"]])
    others = "".join(ordinary().values())
    parts = ["".join(map(access, range(number, number + EVERY))) + next(deaths) + access(number)
             for number in range(0, 20 * EVERY, EVERY)]
    block = form("".join(parts) + others * 8).encode()
    blocks = -(-SIZE // len(block))
    with open(path, "wb") as log:
        for _ in range(blocks):
            log.write(block)
    return 20 * blocks


def bench():
    rows = []
    for name, form in (("plain", str), ("json-file", json_file), ("CRI", cri)):
        log = BUILD / "tracebacks.log"
        deaths = write_log(form, log)
        commands = {
            "cel list --tracebacks": f"exec {CEL} list -q --no-legend --tracebacks {log}",
            "cel list": f"{CEL} list -q --no-legend {log} || true",
            "grep -F": f"exec grep -cF 'Traceback (most recent call last)' {log}",
        }
        measured = {each: [] for each in commands}
        for _ in range(ROUNDS):
            for each, command in commands.items():
                measured[each].append(run(command))
        found = measured["cel list --tracebacks"][0][2]
        if name == "plain" and found != deaths:
            raise SystemExit(f"cel found {found} of {deaths} tracebacks in {log}")
        nothing = write_report("nothing.json", {})
        [peak] = race(1, nothing, [str(CEL), "list", "-q", "--tracebacks", str(log)])
        for each, runs in measured.items():
            wall = statistics.median(wall for wall, *_ in runs)
            rows.append([f"{name}: {each}", f"{log.stat().st_size / wall / 1e9:.2f}",
                         f"{statistics.median(cpu for _, cpu, _ in runs):.2f}",
                         f"{peak.peak_kib / 1024:.0f}" if "trace" in each else ""])
        log.unlink()
    table(f"Tracebacks in a warm log of {SIZE / 1e9:.0f} GB, one in {EVERY} lines, medians of {ROUNDS} runs",
          ["", "GB/s", "CPU s", "MiB"], rows)
