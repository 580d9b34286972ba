# SPDX-License-Identifier: Apache-2.0
"""How well reports are grouped into errors, on the labelled corpus, and how fast."""

import json
import statistics
import subprocess
import sys
import time

from measure import BUILD, ROOT, race, table, write_report

sys.path.insert(0, str(ROOT / "tests" / "support"))
import grouping  # noqa: E402

CEL = ROOT / "build" / "bin" / "cel"
REPORTS = 100000
SPEED_ROUNDS = 3


WAYS = (("fingerprint", grouping.fingerprints), ("first line, as ABRT", grouping.first_lines),
        ("whole text", grouping.whole_texts))


def bench_quality():
    sets = (("tuned", grouping.corpus()), ("held-out", grouping.held_out()),
            ("threads, tuned", grouping.threads("tuned")), ("threads, held-out", grouping.threads("heldout")))
    languages = sorted({line["language"] for _, lines in sets for line in lines})
    rows = []
    for way, groups_of in WAYS:
        for name, lines in sets:
            groups = groups_of([line["record"] for line in lines])
            score = grouping.score_of(lines, groups)
            parts = [grouping.score_of(lines, groups, language) for language in languages]
            rows.append([way, name, str(len(set(groups))), *(f"{each:.3f}" for each in score),
                         *(f"{part.f1:.3f}" if part else "-" for part in parts)])
    about = [f"{len(lines)} {name} tracebacks of {len({line['error'] for line in lines})} errors"
             for name, lines in sets]
    table(f"Grouping {' and '.join(about)}, BCubed (by language: F1)",
          ["", "", "groups", "precision", "recall", "F1", *languages], rows)


def fastest(data):
    """Seconds that the tool takes for `data`, the best of some runs."""
    best = float("inf")
    for _ in range(SPEED_ROUNDS):
        start = time.perf_counter()
        subprocess.run([grouping.TOOL], input=data, stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - start)
    return best


def bench_speed():
    """Reading the records' JSON is part of it: a reader has to do that as well."""
    lines = grouping.corpus()
    rows = []
    for name, wanted in (("structured", True), ("text", False)):
        records = [line["record"] for line in lines if ("exceptions" in line["record"]) == wanted
                   and len(line["record"]["backtrace"]) < 16384]
        text = "".join(json.dumps(record) + "\n" for record in records)
        times = REPORTS // len(records)
        count = times * len(records)
        seconds = fastest((text * times).encode()) - fastest(b"")
        rows.append([name, str(count), f"{len(text) / len(records) / 1024:.1f}",
                     f"{seconds / count * 1e6:.1f}", f"{seconds:.2f}"])
    table(f"Fingerprints of {REPORTS} reports, from JSON, best of {SPEED_ROUNDS} runs",
          ["", "reports", "KB each", "µs each", "s in all"], rows)


def write_log(path, records):
    """REPORTS of them, over and over, as Docker's json-file driver writes their lines."""
    with open(path, "w", encoding="utf-8") as log:
        for number in range(REPORTS):
            record = dict(records[number % len(records)], id=f"{number:032x}", time=1700000000 + number)
            moment = f"2026-11-21T07:{number // 60 % 60:02}:{number % 60:02}.{number:09}Z"
            entry = {"log": f"container-exception-logger - {json.dumps(record)}\n", "stream": "stderr",
                     "time": moment}
            log.write(json.dumps(entry, separators=(",", ":")) + "\n")


def bench_log():
    """All of it: reading the file, rejoining, grouping, the table."""
    lines = grouping.corpus()
    log = BUILD / "groups.log"
    nothing = write_report("nothing.json", {})
    rows = []
    for name, wanted in (("structured", True), ("text", False)):
        write_log(log, [line["record"] for line in lines if ("exceptions" in line["record"]) == wanted
                        and len(json.dumps(line["record"])) < 4000])
        (runs,) = race(SPEED_ROUNDS, nothing, [str(CEL), "groups", "-q", str(log)])
        rows.append([name, f"{log.stat().st_size / REPORTS / 1024:.1f}", f"{runs.us / 1e6:.2f}",
                     f"{statistics.median(runs.cpu_ns) / 1e9:.2f}", f"{runs.peak_kib / 1024:.0f}"])
    log.unlink()
    table(f"`cel groups` of a log of {REPORTS} reports, medians of {SPEED_ROUNDS} runs",
          ["", "KB each", "s", "CPU s", "MiB"], rows)


def bench():
    grouping.build_tool()
    bench_quality()
    bench_speed()
    bench_log()
