# SPDX-License-Identifier: Apache-2.0
"""cel follow and cel ship, of logs that are rotated and compressed while nobody reads them: each report once,
in order; and where files are gone, that is said."""

import gzip
import json
import os
import subprocess

import jsonschema
import pytest
from test_cel import SCHEMA
from test_follow import CEL, follow, log, read, some_reports, wait_for

assert follow and log  # fixtures


def rotate(path, most=10):
    """As Docker does with compress=true."""
    for age in range(most - 1, 0, -1):
        older, newer = ("%s.%d.gz" % (path, number) for number in (age + 1, age))
        if os.path.exists(newer):
            os.rename(newer, older)
    if os.path.exists("%s.%d.gz" % (path, most)):
        os.remove("%s.%d.gz" % (path, most))
    os.rename(path, str(path) + ".1")
    compress(str(path) + ".1")


def compress(name):
    with gzip.open(name + ".gz", "wb") as compressed:
        compressed.write(read(name))
    os.remove(name)


def follow_once(folder, path, *options):
    """What `cel follow` prints until so many reports as `-n` says have come, and what it says."""
    argv = [CEL, "follow", "--json", "--cursor-file", folder / "cursor", *options, path]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60)
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


@pytest.mark.parametrize("how", ["numbered", "dated", "copied and truncated"])
def test_what_was_compressed_while_nobody_followed_is_read_in_order(how, tmp_path, log, follow):
    sent = some_reports(8)
    path = tmp_path / "app.log"
    log(path, sent[0])
    following = follow(path)
    log(path, sent[1])
    following.expect(sent[1:2])
    following.end()
    for number in range(2, 7):
        log(path, sent[number])
        if how == "numbered":
            rotate(path)
        elif how == "dated":
            dated = "%s.2026010%d-000000" % (path, number)
            os.rename(path, dated)
            compress(dated)
        else:
            with open("%s-2026010%d" % (path, number), "wb") as copy:
                copy.write(read(path))
            compress(copy.name)
            os.truncate(path, 0)
    log(path, sent[7])
    following.start().expect(sent[1:])
    assert following.records() == sent[1:]
    following.end()


def test_a_follower_that_could_not_run_for_a_while_reads_all_that_was_compressed(tmp_path, log, follow):
    sent = some_reports(6)
    path = tmp_path / "app.log"
    following = follow(path)
    log(path, sent[0])
    following.expect(sent[:1])
    with following.stopped():
        for record in sent[1:5]:
            log(path, record)
            rotate(path)
        log(path, sent[5])
    following.expect(sent)
    following.end()


def test_what_is_gone_is_a_gap_that_is_said(tmp_path, log):
    sent = some_reports(5)
    path = tmp_path / "app.log"
    log(path, sent[0])
    (first,), _ = follow_once(tmp_path, path, "--since", "@1", "-n", "1")
    assert first["record"] == sent[0]
    for record in sent[1:]:
        rotate(path, most=2)
        log(path, record)
    values, said = follow_once(tmp_path, path, "-n", "2")
    assert [value["record"] for value in values[1:]] == sent[3:]
    jsonschema.validate(values[0], SCHEMA)
    gap = values[0]["gap"]
    assert gap["container"] == {"log": str(path)}
    assert gap["why"] == "the file that was read last is gone"
    assert said == "cel: gap 1: what %s held after %s was not read: %s\n" % (path, gap["after"], gap["why"])


def test_ship_says_and_counts_gaps(tmp_path, log):
    sent = some_reports(7)
    path = tmp_path / "app.log"
    log(path, sent[0])
    shipped = tmp_path / "shipped"
    state = tmp_path / "state"
    argv = [CEL, "ship", "--to", "exec=cat >>%s" % shipped, "--state", state, "--since", "@1", path]

    def ship_until(count):
        shipper = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            wait_for(lambda: shipped.exists() and read(shipped).count(b"\n") == count, 60)
        finally:
            shipper.terminate()
            _, said = shipper.communicate()
        assert shipper.returncode == 0
        return said.decode()

    assert ship_until(1) == ""
    for record in sent[1:4]:
        rotate(path, most=1)
        log(path, record)
    said = ship_until(3)
    assert said.startswith("cel: gap 1: what %s held after " % path)
    assert [json.loads(line)["record"] for line in read(shipped).splitlines()] == [sent[0], *sent[2:4]]
