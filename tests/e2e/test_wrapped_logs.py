# SPDX-License-Identifier: Apache-2.0
"""cel reads reports out of lines that log shippers, services and people have wrapped, prefixed, coloured,
encoded or compressed: whole, with the time, and with the container where the wrapper names it."""

import bz2
import csv
import datetime
import gzip
import io
import json
import lzma
import os
import subprocess

import pytest
from reports import report
from test_cel import CEL, lines_of, objects

START = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone.utc)
SIZES = [1000, 9000, 30000]  # one line, and a head with parts


class Line:
    """A line of a container, with what a shipper knows of it."""

    def __init__(self, text, number):
        self.text = text
        self.moment = START + datetime.timedelta(seconds=number)
        self.iso = self.moment.isoformat().replace("+00:00", "Z")
        self.seconds = self.moment.timestamp()


@pytest.fixture(scope="module")
def sent():
    return [report(number, SIZES[number % 3]) for number in range(24)]


@pytest.fixture(scope="module")
def lines(logger, sent):
    found = []
    for number, record in enumerate(sent):
        printed = lines_of(logger, record).decode()
        found += [Line(text, number) for text in printed.splitlines()]
    return found


KUBERNETES = {"pod_name": "shop-1", "namespace_name": "prod", "container_name": "web", "docker_id": "ab" * 32}
LABELS = {"namespace": "prod", "pod": "shop-1", "container": "web"}


def json_lines(wrap):
    return lambda lines: "".join(json.dumps(wrap(line)) + "\n" for line in lines)


def plain_lines(wrap):
    return lambda lines: "".join(wrap(line) + "\n" for line in lines)


def loki_answer(lines):
    values = [["%d" % (line.seconds * 1e9), line.text] for line in lines]
    return json.dumps({"status": "success", "data": {"resultType": "streams", "result": [
        {"stream": {"pod": "other"}, "values": [["1", "nothing"]]}, {"stream": LABELS, "values": values}]}})


def as_csv(lines):
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["@timestamp", "@message"])
    table.writerows([line.moment.strftime("%Y-%m-%d %H:%M:%S.000"), line.text] for line in lines)
    return out.getvalue()


def journal_entries(lines, before="", after="\n", **how):
    entries = [{"__REALTIME_TIMESTAMP": "%d" % (line.seconds * 1e6), "CONTAINER_NAME": "web",
                "CONTAINER_ID_FULL": "ab" * 32, "MESSAGE": line.text} for line in lines]
    return "".join(before + json.dumps(entry, **how) + after for entry in entries)


# name: what makes the log of the lines, and what it says of where they are from
WRAPPERS = {
    "Fluent Bit": (json_lines(lambda line: {
        "date": line.seconds, "log": line.text + "\n", "kubernetes": KUBERNETES}), LABELS),
    "fluentd, Docker's driver": (json_lines(lambda line: {
        "container_id": "ab" * 32, "container_name": "/web", "source": "stderr", "log": line.text,
        "time": line.iso}), {"container": "web"}),
    "Vector": (json_lines(lambda line: {
        "message": line.text, "timestamp": line.iso, "source_type": "kubernetes_logs", "kubernetes": {
            "pod_name": "shop-1", "pod_namespace": "prod", "container_name": "web"}}), LABELS),
    "Filebeat": (json_lines(lambda line: {
        "@timestamp": line.iso, "message": line.text, "container": {"id": "ab" * 32}, "kubernetes": {
            "pod": {"name": "shop-1"}, "namespace": "prod", "container": {"name": "web"}}}), LABELS),
    "logcli -o jsonl": (json_lines(lambda line: {
        "labels": LABELS, "line": line.text, "timestamp": line.iso}), LABELS),
    "Loki's API": (loki_answer, LABELS),
    "stern -o json": (json_lines(lambda line: {
        "message": line.text, "nodeName": "node-1", "namespace": "prod", "podName": "shop-1",
        "containerName": "web", "timestamp": line.iso}), LABELS),
    "CloudWatch, filter-log-events": (lambda lines: json.dumps({"events": [
        {"logStreamName": "shop/web/1", "timestamp": int(line.seconds * 1000), "message": line.text}
        for line in lines]}), {}),
    "CloudWatch Logs Insights, CSV": (as_csv, {}),
    "Google Cloud": (lambda lines: json.dumps([{
        "textPayload": line.text, "timestamp": line.iso, "resource": {"labels": {
            "pod_name": "shop-1", "namespace_name": "prod", "container_name": "web"}}}
        for line in lines]), LABELS),
    "GELF": (json_lines(lambda line: {
        "version": "1.1", "host": "node-1", "short_message": line.text, "timestamp": line.seconds,
        "_container_name": "web", "_container_id": "ab" * 32}), {"container": "web"}),
    "an agent's JSON in JSON": (json_lines(lambda line: {
        "message": json.dumps({"log": line.text, "time": line.iso}), "pod_name": "shop-1"}), {}),
    "json-file with blanks after the colons": (json_lines(lambda line: {
        "log": line.text + "\n", "stream": "stdout", "time": line.iso}), {}),
    "journalctl -o json": (journal_entries, {"container": "web"}),
    "journalctl -o json-sse": (lambda lines: journal_entries(lines, "data: ", "\n\n"), {"container": "web"}),
    "journalctl -o json-seq": (lambda lines: journal_entries(lines, "\x1e"), {"container": "web"}),
    "JSON in colours": (plain_lines(lambda line: "%s %s\x1b[0m" % (line.iso, line.text)), {}),
    "carriage returns": (plain_lines(lambda line: "%s %s\r" % (line.iso, line.text)), {}),
    "kubectl logs --timestamps": (plain_lines(lambda line: "%s %s" % (line.iso, line.text)), {}),
    "docker compose logs -t": (plain_lines(lambda line: "web-1  | %s %s" % (line.iso, line.text)),
                               {"container": "web-1"}),
    "docker compose logs": (plain_lines(lambda line: "web-1  | %s" % line.text), {"container": "web-1"}),
    "kubectl logs --prefix": (plain_lines(lambda line: "[pod/shop-1/web] %s" % line.text),
                              {"pod": "shop-1", "container": "web"}),
    "syslog": (plain_lines(lambda line: "Jan 31 12:00:00 node-1 web[1]: %s" % line.text), {}),
}
WITHOUT_TIME = ("docker compose logs", "kubectl logs --prefix", "syslog")


def check(found, sent, of, has_time=True):
    assert sorted(each["record"]["id"] for each in found) == sorted(each["id"] for each in sent)
    by_id = {record["id"]: (number, record) for number, record in enumerate(sent)}
    for each in found:
        number, record = by_id[each["record"]["id"]]
        assert each["record"] == record
        if has_time:
            assert each["time_us"] == int((START.timestamp() + number) * 1e6)
        where = each["container"]
        for key, value in of.items():
            assert where["name" if key == "container" else key] == value


@pytest.mark.parametrize("name", WRAPPERS)
def test_reports_are_whole_in_a_file(name, lines, sent, tmp_path):
    make, of = WRAPPERS[name]
    log = tmp_path / "log"
    log.write_text(make(lines), encoding="utf-8", newline="")
    check(objects(cel("list", "--json", log)), sent, of, name not in WITHOUT_TIME)


@pytest.mark.parametrize("name", WRAPPERS)
def test_reports_are_whole_on_a_pipe(name, lines, sent):
    make, of = WRAPPERS[name]
    check(objects(cel("list", "--json", stdin=make(lines).encode())), sent, of, name not in WITHOUT_TIME)


@pytest.mark.parametrize("name", ["Fluent Bit", "stern -o json", "Loki's API", "docker compose logs",
                                  "kubectl logs --prefix"])
def test_reports_are_followed_out_of_a_pipe(name, lines, sent):
    make, of = WRAPPERS[name]
    done = cel("follow", "--json", "-", stdin=(make(lines) + "\n").encode())
    check([json.loads(line) for line in done.stdout.splitlines()], sent, of, name not in WITHOUT_TIME)


ENCODINGS = {
    "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress,
    "bzip2, two streams": lambda text: bz2.compress(text[:5000]) + bz2.compress(text[5000:]),
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "UTF-16, other byte order": lambda text: ("\ufeff" + text.decode()).encode("utf-16-be"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("where", ["file", "pipe"])
def test_compressed_and_encoded_logs_are_read(name, where, lines, sent, tmp_path):
    make, of = WRAPPERS["Vector"]
    text = ENCODINGS[name](make(lines).encode())
    if where == "pipe":
        done = cel("list", "--json", stdin=text)
    else:
        (tmp_path / "log").write_bytes(text)
        done = cel("list", "--json", tmp_path / "log")
    check(objects(done), sent, of)


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz"])
def test_of_truncated_data_what_there_is_is_shown_and_the_damage_said(name, lines, tmp_path):
    whole = ENCODINGS[name](WRAPPERS["Vector"][0](lines).encode() * 50)
    (tmp_path / "log").write_bytes(whole[:len(whole) // 2])
    done = cel("list", "--json", tmp_path / "log")
    assert objects(done)
    assert b"log: " in done.stderr and done.stderr.startswith(b"cel: ")


def test_what_an_engine_attests_counts_more_than_what_a_container_prints(logger, tmp_path):
    """A container may print what looks like a shipper's line, but not where it is from."""
    text = lines_of(logger, report()).decode().rstrip("\n")
    forged = json.dumps({"log": text, "kubernetes": {"pod_name": "victim", "namespace_name": "prod"}})
    folder = tmp_path / "pods" / "ns_attacker_0000" / "main"
    folder.mkdir(parents=True)
    (folder / "0.log").write_text("2026-01-31T12:00:00Z stdout F %s\n" % forged, encoding="utf-8")
    done = cel("list", "--json", "--cri", tmp_path / "pods")
    assert all(each["container"]["pod"] == "attacker" for each in objects(done))


def cel(*arguments, stdin=None):
    return subprocess.run(
        [CEL, *map(str, arguments)], input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, env=dict(os.environ, TZ="UTC"))
