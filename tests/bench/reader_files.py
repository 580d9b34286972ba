# SPDX-License-Identifier: Apache-2.0
"""How fast `cel list` reads log files, beside grep and jq, and in how much memory."""

import json
import os
import statistics
import subprocess
import time

from measure import BUILD, ROOT, race, table, write_report

CEL = ROOT / "build" / "bin" / "cel"
TAG = "container-exception-logger"
SIZE = 1_000_000_000  # bytes of a log
SHARE = 20  # of it for what is slow: a 20th
ROUNDS = 5
EVERY = 2000  # lines, of which one is a report
BACKTRACE = "".join(f'  File "/srv/shop/m_{n}.py", line {n}, in work\n    price(order)\n' for n in range(6))


def record_of(number):
    return {"type": "Python3", "executable": "/srv/shop.py",
            "reason": f"shop.py:6:price:ValueError: order {number}", "backtrace": BACKTRACE,
            "time": 1700000000 + number, "pid": "@@@@@@"}


def line_of(log_format, number):
    """A line of an access log; `@@@@@@` in a report is replaced by a number of its own."""
    item = number * 7919 % 10007
    text = f'127.0.0.1 - - [21/Nov/2026:07:00:00] "GET /item/{item} HTTP/1.1" 200 {number % 5000}'
    if number % EVERY == EVERY - 1:
        text = f"{TAG} - {json.dumps(record_of(number))}"
    moment = f"2026-11-21T07:{number // 60 % 60:02}:{number % 60:02}.{number:09}Z"
    stream = "stdout" if number % 3 else "stderr"
    if log_format == "CRI":
        return f"{moment} {stream} F {text}\n"
    return json.dumps({"log": text + "\n", "stream": stream, "time": moment}, separators=(",", ":")) + "\n"


def write_log(log_format, path, size):
    """Returns how many reports are in it."""
    block = "".join(line_of(log_format, number) for number in range(100 * EVERY)).encode()
    blocks = -(-size // len(block))
    with open(path, "wb") as log:
        for number in range(blocks):
            log.write(block.replace(b"@@@@@@", b"%06d" % number))
    return 100 * blocks


def run(command):
    """Seconds on the clock, seconds of processor, and the lines that a command wrote."""
    start = time.monotonic()
    process = subprocess.Popen(command, shell=True, stdout=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"))
    lines = process.stdout.read().count(b"\n")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit {process.returncode}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, lines


def bench():
    rows = []
    for log_format in ("json-file", "CRI"):
        log, part = BUILD / "reader.log", BUILD / "reader-part.log"
        reports = write_log(log_format, log, SIZE)
        write_log(log_format, part, SIZE // SHARE)
        inner = f"sed 's/^.*{TAG} - //' | jq -r .reason"
        outer = "jq -r .log | " if log_format == "json-file" else ""
        commands = {
            "cel list": f"exec {CEL} list -q --no-legend {log}",
            "cel list -n 10": f"exec {CEL} list -q --no-legend -n 10 {log}",
            "cat": f"exec cat {log} >/dev/null",
            "grep -F": f"exec grep -F {TAG} {log}",
            "grep -F | jq": f"grep -F {TAG} {log} | {outer}{inner}",
        }
        slow = {"jq on each line": f"jq -R 'fromjson? // . | tostring | select(contains(\"{TAG}\"))' {part}"}
        measured = {name: [] for name in [*commands, *slow]}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                measured[name].append(run(command))
        for name, command in slow.items():
            measured[name].append(run(command))
        if {lines for *_, lines in measured["cel list"]} != {reports}:
            raise SystemExit(f"cel did not find all {reports} reports of {log}: {measured['cel list']}")
        # Through `race`, which is small: a process starts with the peak of the one that it was forked from.
        nothing = write_report("nothing.json", {})
        one = [str(CEL), "list", "-q", str(log)]
        both = zip(["cel list", "cel list -n 10"], race(1, nothing, one, [*one, "-n", "10"]))
        peaks = {name: f"{runs.peak_kib / 1024:.0f}" for name, runs in both}
        cel = statistics.median(wall for wall, *_ in measured["cel list"]) / log.stat().st_size
        for name, runs in measured.items():
            size = (part if name in slow else log).stat().st_size
            wall = statistics.median(wall for wall, *_ in runs)
            rows.append([f"{log_format}: {name}", f"{size / wall / 1e9:.2f}",
                         f"{statistics.median(cpu for _, cpu, _ in runs):.2f}", f"{wall / size / cel:.1f}",
                         peaks.get(name, "")])
        log.unlink()
        part.unlink()
    table(f"Reading a warm log of {SIZE / 1e9:.0f} GB, a report in {EVERY} lines, medians of {ROUNDS} runs",
          ["", "GB/s", "CPU s", "time/cel", "MiB"], rows)
