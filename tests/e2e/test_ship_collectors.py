# SPDX-License-Identifier: Apache-2.0
"""cel ship to OpenTelemetry, Loki, Elasticsearch and ClickHouse: the requests as each protocol has them, and
what is done about each kind of answer."""

import collections
import json

import pytest
from receiver import Receiver
from shipping import ALL, Ship, some_reports, wait_for, write


def otlp_ids(body):
    return [attribute["value"]["stringValue"]
            for resource in json.loads(body)["resourceLogs"]
            for scope in resource["scopeLogs"]
            for record in scope["logRecords"]
            for attribute in record["attributes"] if attribute["key"] == "cel.id"]


def loki_ids(body):
    return [value[2]["cel_id"] for stream in json.loads(body)["streams"] for value in stream["values"]]


def bulk_ids(body):
    return [json.loads(line)["create"]["_id"] for line in body.decode().splitlines()[::2]]


def row_ids(body):
    return [json.loads(line)["id"] for line in body.decode().splitlines()]


KINDS = {
    "otlp": ("", "/v1/logs", otlp_ids, b"{}"),
    "loki": ("", "/loki/api/v1/push", loki_ids, b""),
    "elasticsearch": ("/base/reports", "/base/_bulk", bulk_ids, b'{"took":1,"errors":false}'),
    "clickhouse": ("/cel.reports", "/?query=INSERT%20INTO%20cel.reports%20FORMAT%20JSONEachRow", row_ids,
                   b""),
}


@pytest.mark.parametrize("kind", KINDS)
def test_reports_arrive_in_batches_through_refusals(tmp_path, kind):
    base, path, ids_of, answer = KINDS[kind]
    sent = some_reports(1200)
    log = tmp_path / "app.log"
    write(log, sent)
    counter = iter(range(10**9))
    with Receiver(lambda request: 503 if next(counter) % 2 == 0 else (200, {}, answer)) as receiver:
        with Ship(tmp_path, ALL, "--to", "%s=%s%s" % (kind, receiver.url, base), log) as ship:
            wait_for(lambda: sum(len(ids_of(request.body)) for request in list(receiver.taken)) == 1200)
            assert ship.end() == 0
        assert {request.path for request in receiver.taken} == {path}
        assert {request.headers["Content-Encoding"] for request in receiver.taken} == {"gzip"}
        got = [each for request in receiver.taken for each in ids_of(request.body)]
        ids = [record["id"] for record in sent]
        assert got == ids if kind != "otlp" else sorted(got) == sorted(ids)  # OTLP's are by container
        assert len(receiver.taken) <= 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_is_refused_takes_no_other_with_it(tmp_path, kind):
    base, _, ids_of, answer = KINDS[kind]
    sent = some_reports(40)
    bad = sent[13]["id"]
    log = tmp_path / "app.log"
    write(log, sent)

    def refuse(request):
        return (400, {}, b"no") if bad in ids_of(request.body) else (200, {}, answer)

    with Receiver(refuse) as receiver:
        with Ship(tmp_path, ALL, "--to", "%s=%s%s" % (kind, receiver.url, base), log) as ship:
            wait_for(lambda: sum(len(ids_of(request.body)) for request in list(receiver.taken)) == 39)
            assert ship.end() == 0
            with open(ship.state + "/dead-letters.jsonl", encoding="utf-8") as letters:
                assert [json.loads(line)["report"]["id"] for line in letters] == [bad]


def test_of_a_bulk_request_only_what_was_not_taken_comes_again(tmp_path):
    sent = some_reports(10)
    log = tmp_path / "app.log"
    write(log, sent)
    late = {sent[number]["id"] for number in (0, 3, 6, 9)}
    got = collections.Counter()

    def some(request):
        ids = bulk_ids(request.body)
        got.update(ids)
        statuses = [429 if each in late and got[each] == 1 else 400 if each == sent[4]["id"] else 201
                    for each in ids]
        items = [{"create": {"_id": each, "status": status}} for each, status in zip(ids, statuses)]
        return 200, {}, json.dumps({"errors": True, "items": items}).encode()

    with Receiver(some) as receiver:
        with Ship(tmp_path, ALL, "--to", "elasticsearch=%s/reports" % receiver.url, log) as ship:
            wait_for(lambda: sum(got.values()) == 14)
            assert ship.end() == 0
            with open(ship.state + "/dead-letters.jsonl", encoding="utf-8") as letters:
                assert [json.loads(line)["report"]["id"] for line in letters] == [sent[4]["id"]]
    assert got == collections.Counter([record["id"] for record in sent] + list(late))


def test_records_that_an_otlp_server_rejects_are_found_out(tmp_path):
    sent = some_reports(5)
    bad = sent[2]["id"]
    log = tmp_path / "app.log"
    write(log, sent)

    def reject(request):
        if bad not in otlp_ids(request.body):
            return 200, {}, b"{}"
        return 200, {}, b'{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too odd"}}'

    with Receiver(reject) as receiver:
        with Ship(tmp_path, ALL, "--to", "otlp=" + receiver.url, log) as ship:
            wait_for(lambda: {each for request in list(receiver.taken) for each in otlp_ids(request.body)}
                     == {record["id"] for record in sent})
            wait_for(lambda: "dead letters" in ship.said())
            assert ship.end() == 0
            with open(ship.state + "/dead-letters.jsonl", encoding="utf-8") as letters:
                letter, = [json.loads(line) for line in letters]
    assert letter["report"]["id"] == bad and letter["answer"] == "rejected: too odd"
