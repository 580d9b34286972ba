# SPDX-License-Identifier: Apache-2.0
"""The tables and views of docs/ship.md and docs/fleet.md, in ClickHouse's own engine (chdb): what cel ship
inserts and what Kafka holds make the same rows, and the groups of a fleet count each report once."""

import json
import os
import subprocess

import interpreters
import pytest
import venvs
from pages_sql import statements
from shipping import CEL, ROOT, some_reports, write

REQUIREMENTS = os.path.join(ROOT, "tests", "collectors", "requirements.txt")


@pytest.fixture(scope="module")
def clickhouse():
    """Runs statements in a new database; the answer of the last one."""
    python = venvs.with_packages(interpreters.running(), REQUIREMENTS)

    def run(folder, queries):
        script = ("import json, sys\nfrom chdb import session\ndatabase = session.Session(sys.argv[1])\n"
                  "for query in json.load(sys.stdin):\n    answer = database.query(query, 'JSONEachRow')\n"
                  "print(answer)\n")
        done = subprocess.run([python, "-c", script, folder / "database"], input=json.dumps(queries).encode(),
                              stdout=subprocess.PIPE, check=True)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]

    return run


def shipped(folder, to):
    """What cel ship would send of some reports, as its lines."""
    write(folder / "app.log", some_reports(30))
    with open(folder / "app.log", "rb") as log:
        said = subprocess.run([CEL, "ship", "--dry-run", "--to", to, "-"], stdin=log, stdout=subprocess.PIPE,
                              check=True).stdout.decode()
    return [line for line in said.splitlines() if line.startswith("{")]


def quoted(text):
    return "'%s'" % text.replace("\\", "\\\\").replace("'", "\\'")


def test_rows_by_http_and_by_kafka_are_the_same_and_groups_count_each_report_once(tmp_path, clickhouse):
    rows = shipped(tmp_path, "clickhouse=http://127.0.0.1:8123/cel.reports")
    messages = shipped(tmp_path, "exec=cat")
    assert len(rows) == len(messages) == 30
    tables = ["CREATE DATABASE cel", *statements("ship.md"), *statements("fleet.md")]
    by_http = ["INSERT INTO cel.reports FORMAT JSONEachRow " + row for row in rows]
    by_kafka = ["INSERT INTO cel.queue VALUES (%s)" % quoted(message) for message in messages]
    content = ["SELECT * EXCEPT record, toString(JSONExtractString(record, 'id')) AS record_id"
               " FROM cel.reports FINAL ORDER BY id"]
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first = clickhouse(one, tables + by_http + content)
    assert len(first) == 30
    assert first == clickhouse(other, tables + by_kafka + content)
    both = by_http + by_kafka
    groups = ["SELECT sum(reports) AS reports, count() AS groups FROM %s"]
    for view in ("cel.groups", "cel.fleet_groups"):
        folder = tmp_path / view
        folder.mkdir()
        answer, = clickhouse(folder, tables + both + [groups[0] % view])
        assert {key: int(value) for key, value in answer.items()} == {"reports": 30, "groups": 30}
