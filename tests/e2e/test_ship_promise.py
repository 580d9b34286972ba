# SPDX-License-Identifier: Apache-2.0
"""cel ship's promise while all goes wrong at once: kills, refusals, rotation, a full disk."""

import collections
import gzip
import json
import os
import subprocess
import threading

import pytest
from receiver import Receiver
from shipping import ALL, Ship, kill_until, some_reports, wait_for, write

PARTS = 4
IN_A_PART = 150


@pytest.fixture
def small_disk(tmp_path):
    """The state is on a disk of 4 MiB."""
    folder = tmp_path / "state"  # where Ship keeps its state
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder):
    """Leaves no byte free."""
    with open(folder / "filler", "wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            try:
                while filler.write(b"x" * size):
                    pass
            except OSError:
                pass


def rotate(log):
    """As logrotate does with delaycompress, but that what was read is compressed at once."""
    os.rename(log, "%s.1" % log)
    log.touch()


def compress(log):
    with open("%s.1" % log, "rb") as old, gzip.open("%s.2.gz" % log, "ab") as new:
        new.write(old.read())
    os.remove("%s.1" % log)


def test_every_report_arrives_through_kills_refusals_rotation_and_a_full_disk(tmp_path, small_disk):
    sent = some_reports(PARTS * IN_A_PART)
    records = {record["id"]: record for record in sent}
    log = tmp_path / "app.log"
    log.touch()
    cursor = small_disk / "cursor"
    counter = iter(range(1, 10**9))
    with Receiver(lambda _request: 503 if next(counter) % 10 == 0 else 200) as receiver:

        def reports():
            return [json.loads(request.body) for request in list(receiver.taken)]

        def arrived(count):
            return len(receiver.taken) >= count and len({each["id"] for each in reports()}) >= count

        def go_wrong():
            wait_for(lambda: cursor.exists() and b'"log"' in cursor.read_bytes())  # it knows the log
            for part in range(PARTS):
                if part == 2:
                    fill(small_disk)
                write(log, sent[part * IN_A_PART:(part + 1) * IN_A_PART])
                if part == 2:
                    wait_for(lambda: "No space left" in ship.said(), 100)
                    os.remove(small_disk / "filler")
                rotate(log)
                wait_for(lambda end=(part + 1) * IN_A_PART: arrived(end), 100)
                compress(log)
            ended.set()

        ended = threading.Event()
        ship = Ship(tmp_path, ALL, "--spool-size", "2M", "--to", "webhook=" + receiver.url, log)
        wrong = threading.Thread(target=go_wrong)
        wrong.start()
        try:
            kills = kill_until(ship, lambda: ended.is_set() or not wrong.is_alive(), 400)
        finally:
            ship.kill()
            wrong.join()
        assert ended.is_set() and kills > 3
        got = reports()
    assert all(report["record"] == records[report["id"]] for report in got)
    counts = collections.Counter(report["id"] for report in got)
    assert set(counts) == set(records)
    # A kill while a part is read repeats it; how often that is depends on how busy the machine is. The share
    # of repeated reports is a figure of the benchmark.
    assert len(got) <= len(sent) + kills * IN_A_PART, "%d reports came %d times" % (len(sent), len(got))
