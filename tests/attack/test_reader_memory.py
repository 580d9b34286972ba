# SPDX-License-Identifier: Apache-2.0
"""Logs that would take a lot of memory leave `cel` below 128 MiB."""

import base64
import json
import lzma
import os
import random
import subprocess
import sys
import zlib

import cost
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
MOST = 128 * cost.MIB

# A process's peak counts that of whoever it was forked from, so a small one starts the program.
STARTED = """
import os, sys
started = os.fork()
if not started:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(started, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024)
"""


def status_and_peak(*argv):
    done = subprocess.run([sys.executable, "-S", "-c", STARTED, CEL, *map(str, argv)], check=True,
                          stdout=subprocess.PIPE, timeout=120)
    status, peak = done.stdout.split()
    return int(status), int(peak)


def tagged(text):
    return b"container-exception-logger - " + text + b"\n"


def part_of(number, parts, data):
    part = {"cel": {"id": "%016x" % number, "part": 1, "parts": parts}, "z": base64.b64encode(data).decode()}
    return tagged(json.dumps(part).encode())


def in_one_part(number, text):
    """The lines of a record that is sent as a head and one part."""
    framing = {"id": "%016x" % number, "parts": 1, "bytes": len(text), "crc32": "%08x" % zlib.crc32(text)}
    head = {"type": "Python3", "reason": "head %d" % number, "cel": framing}
    return tagged(json.dumps(head).encode()) + part_of(number, 1, zlib.compress(text, 9))


def parts_that_inflate_to_values():
    text = b'{"type":"Python3","reason":"whole","more":[%s0]}' % (b"0," * 1_500_000)
    return b"".join(in_one_part(number, text) for number in range(6))


def parts_that_inflate_to_control_characters():
    texts = [b'{"type":"Python3","reason":"whole","n":%d,"backtrace":"%s"}' % (number, b"\\u001b" * 600_000)
             for number in range(12)]
    return b"".join(in_one_part(number, text) for number, text in enumerate(texts))


def values_on_a_line():
    return tagged(b'{"type":"Python3","reason":"line","more":[%s0]}' % (b"0," * 1_900_000)) * 4


def deep_nesting():
    return tagged(b'{"type":"Python3","reason":"deep","more":' + b'{"a":[' * 600_000) * 4


def a_line_without_end():
    return b"container-exception-logger - {" * 500_000


def heads_without_parts():
    head = b'{"type":"Python3","reason":"r","cel":{"id":"%016x","parts":9,"bytes":9,"crc32":"00000000"}}'
    return b"".join(tagged(head % number) for number in range(100_000))


def many_ids():
    return b"".join(tagged(b'{"type":"T","id":"%032x"}' % number) for number in range(200_000))


def many_groups_with_long_names():
    return b"".join(tagged(b'{"type":"T%d","reason":"%s%d"}' % (number, b"long " * 200, number))
                    for number in range(12_000))


LAST = b'{"type":"Python3","reason":"last","time":1700000000}'


BOMBS = [parts_that_inflate_to_values, parts_that_inflate_to_control_characters, values_on_a_line,
         deep_nesting, a_line_without_end, heads_without_parts, many_ids, many_groups_with_long_names]
COMMANDS = ["list", "groups", "show", "report"]


@pytest.fixture(scope="module", params=BOMBS, ids=lambda bomb: bomb.__name__)
def bomb(request, tmp_path_factory):
    """The path of a log."""
    log = tmp_path_factory.mktemp("bomb") / "x.log"
    log.write_bytes(request.param())
    return log


@pytest.mark.parametrize("command", COMMANDS)
def test_no_log_takes_more_than_its_share_of_memory(tmp_path, bomb, command):
    page = ["-o", tmp_path / "page.html"] if command == "report" else []
    status, peak = status_and_peak(command, "-q", *page, bomb)
    assert status in (0, 1)
    assert peak < MOST


def follow_until_the_last(*logs):
    """The peak of `cel follow`, which ends with the report LAST."""
    status, peak = status_and_peak("follow", "-q", "-S", "@1", "-n", "1", "reason=last", *logs)
    assert status == 0
    return peak


def test_following_a_log_takes_no_more(tmp_path, bomb):
    log = tmp_path / "x.log"
    log.write_bytes(bomb.read_bytes() + b"\n" + tagged(LAST))
    assert follow_until_the_last(log) < MOST


def line_at(second, text):
    return b"2026-01-31T23:00:%02d.000000000Z stdout F " % second + text


def parts_and_a_report(number, later):
    """A log whose report can be shown while 7 MiB of parts wait for what does not come."""
    noise = random.Random(number)
    parts = [line_at(30, part_of(number * 1000 + one, 2, noise.randbytes(70_000))) for one in range(100)]
    report = line_at(40 if later else 20, tagged(b'{"type":"Python3","reason":"r%d"}' % number))
    return b"".join([report, *parts] if later else [*parts, report])


def reports_around_a_long_line(_number, _later):
    reports = tagged(b'{"type":"Python3","reason":"r"}') * 100
    return reports + tagged(b'{"' + b"x" * 4_100_000) + reports


@pytest.mark.parametrize(("content", "order"), [(parts_and_a_report, []), (parts_and_a_report, ["-r"]),
                                                (reports_around_a_long_line, [])])
def test_what_waits_is_bounded_for_all_logs_together(tmp_path, content, order):
    for number in range(40):
        (tmp_path / ("c%d.log" % number)).write_bytes(content(number, not order))
    assert status_and_peak("list", "-q", *order, tmp_path)[1] < MOST


def only_a_long_line(_number, _later):
    return tagged(b'{"' + b"x" * 4_100_000)


def test_lines_that_are_no_reports_leave_nothing_in_memory(tmp_path):
    for number in range(40):
        (tmp_path / ("c%d.log" % number)).write_bytes(only_a_long_line(number, False))
    assert status_and_peak("list", "-q", tmp_path)[1] < MOST


def a_line_that_goes_on(_number):
    return b"container-exception-logger - {" + b"x" * 4_100_000


def pieces_of_a_line_that_goes_on(_number):
    pieces = [b"container-exception-logger - {"] + [b"x" * 16_000] * 250
    return b"".join(b'{"log":"%s","stream":"stdout","time":"2026-01-31T23:00:00Z"}\n' % piece
                    for piece in pieces)


def a_head_and_many_lines(number):
    head = b'{"type":"T","cel":{"id":"%016x","parts":9,"bytes":9,"crc32":"00000000"}}' % number
    return tagged(head) + tagged(b"{") * 8000


@pytest.mark.parametrize(("content", "logs"), [(a_line_that_goes_on, 40), (pieces_of_a_line_that_goes_on, 40),
                                               (a_head_and_many_lines, 60)])
def test_what_waits_in_logs_that_are_followed_is_bounded_for_all_together(tmp_path, content, logs):
    for number in range(logs):
        (tmp_path / ("c%02d.log" % number)).write_bytes(content(number))
    (tmp_path / "last.log").write_bytes(tagged(b"{") * 9000 + tagged(LAST))  # 1,000 lines of each log in turn
    assert follow_until_the_last(tmp_path) < MOST


def test_twenty_thousand_logs_are_read(tmp_path):
    for number in range(20_000):
        (tmp_path / ("c%d.log" % number)).write_bytes(tagged(b'{"type":"T","reason":"r%d"}' % number))
    for command in ("list", "groups"):
        assert status_and_peak(command, "-q", tmp_path)[1] < MOST


def test_two_thousand_logs_are_followed(tmp_path):
    """Each that is followed is open, which the user's limit may end."""
    for number in range(2000):
        (tmp_path / ("c%d.log" % number)).write_bytes(tagged(b'{"type":"T","reason":"r%d"}' % number) * 20)
    (tmp_path / "last.log").write_bytes(tagged(LAST))
    assert follow_until_the_last(tmp_path) < MOST


def test_a_hundred_thousand_containers_of_a_journal_leave_lines_unfinished(tmp_path):
    entry = ("__REALTIME_TIMESTAMP=%d\n_TRANSPORT=journal\n_COMM=dockerd\n_EXE=/usr/bin/dockerd\n"
             "_SYSTEMD_CGROUP=/system.slice/docker.service\nCONTAINER_ID_FULL=%064x\nCONTAINER_NAME=c%d\n"
             "CONTAINER_PARTIAL_MESSAGE=true\nPRIORITY=6\nMESSAGE=container-exception-logger - {\n\n")
    log = tmp_path / "journal.export"
    log.write_text("".join(entry % (1_700_000_000_000_000 + n, n, n) for n in range(100_000)))
    assert status_and_peak("list", "-q", log)[1] < MOST
    assert status_and_peak("list", "-q", "-r", log)[1] < MOST


def test_compressed_logs_are_not_decompressed_at_the_same_time(tmp_path):
    """Each of them takes about 64 MiB, which is the most that is allowed."""
    text = (b"x" * 4095 + b"\n") * 17_000 + tagged(b'{"type":"Python3","reason":"r"}') * 600
    log = lzma.compress(text, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 64 * cost.MIB}])
    for number in range(3):
        (tmp_path / ("c%d.log.xz" % number)).write_bytes(log)
    assert status_and_peak("list", "-q", "-r", tmp_path)[1] < MOST
