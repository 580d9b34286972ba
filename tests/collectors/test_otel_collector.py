# SPDX-License-Identifier: Apache-2.0
"""A real OpenTelemetry Collector: with packaging/collectors/otel-collector.yaml it finds reports without cel,
and it takes what cel ship sends; both have the names of the semantic conventions."""

import base64
import json
import os
import socket
import subprocess
import zlib

from collected import some_lines, write_cri
from shipping import ALL, ROOT, Ship, some_reports, wait_for, write

OTLP = """
receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}}
exporters: {file: {path: "%s"}}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {logs: {receivers: [otlp], exporters: [file]}}
"""


class Collector:
    def __init__(self, program, configuration, **variables):
        self._process = subprocess.Popen([program, "--config", configuration], stdin=subprocess.DEVNULL,
                                         env=dict(os.environ, **variables))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()


def value_of(value):
    """A value of OTLP's JSON as Python's."""
    (kind, inner), = value.items()
    return int(inner) if kind == "intValue" else inner


def records_in(path):
    """Each log record, with its attributes and those of its resource."""
    if not path.exists():
        return []
    records = []
    for line in path.read_text().splitlines(keepends=True):
        for resource in json.loads(line)["resourceLogs"] if line.endswith("\n") else []:
            outer = {each["key"]: value_of(each["value"])
                     for each in resource["resource"].get("attributes", [])}
            for scope in resource["scopeLogs"]:
                for record in scope["logRecords"]:
                    inner = {each["key"]: value_of(each["value"]) for each in record["attributes"]}
                    records.append((record, {**outer, **inner}))
    return records


def test_the_configuration_finds_reports_heads_and_parts_without_cel(tmp_path, otelcol):
    sent, lines = some_lines(tmp_path)
    write_cri(tmp_path / "pods" / "space_shop-1_0123abcd" / "web" / "0.log", lines)
    out = tmp_path / "out.json"
    configuration = os.path.join(ROOT, "packaging", "collectors", "otel-collector.yaml")
    with Collector(otelcol, configuration, CEL_LOGS=str(tmp_path / "pods/*/*/*.log"), CEL_REPORTS=str(out)):
        wait_for(lambda: len(records_in(out)) >= 5, 60)
    found = records_in(out)
    assert len(found) == 2 + int(found[1][1]["cel.parts"])
    (whole, names), (_, head) = found[:2]
    assert whole["body"]["stringValue"] == sent[0]["reason"]
    assert (whole["severityNumber"], whole["severityText"]) == (21, "FATAL")
    assert names["exception.type"] == "ValueError" and names["exception.message"] == "q <0>"
    assert names["exception.stacktrace"] == sent[0]["backtrace"]
    assert names["process.executable.path"] == sent[0]["executable"]
    assert names["process.pid"] == sent[0]["pid"]
    assert (names["cel.id"], names["cel.fingerprint"]) == (sent[0]["id"], sent[0]["fingerprint"])
    assert (names["k8s.namespace.name"], names["k8s.pod.name"], names["k8s.container.name"]) == (
        "space", "shop-1", "web")
    assert head["exception.stacktrace"] != sent[1]["backtrace"]
    parts = sorted((names["cel.part"], record["body"]["stringValue"]) for record, names in found[2:])
    joined = b"".join(base64.b64decode(json.loads(text.partition(" - ")[2])["z"]) for _, text in parts)
    assert json.loads(zlib.decompress(joined)) == sent[1]


def test_it_takes_what_cel_ship_sends_by_the_names_of_the_semantic_conventions(tmp_path, otelcol):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sent = some_reports(20, size=20000)
    for record in sent:
        record["exception"] = {"type": "ValueError", "module": "builtins", "message": "no"}
    write(tmp_path / "app.log", sent)
    out = tmp_path / "out.json"
    configuration = tmp_path / "otelcol.yaml"
    configuration.write_text(OTLP % (port, out))
    with Collector(otelcol, configuration), Ship(
            tmp_path, ALL, "--to", "otlp=http://127.0.0.1:%d" % port, tmp_path / "app.log") as ship:
        wait_for(lambda: len(records_in(out)) >= 20, 60)
        assert ship.end() == 0
    found = {names["cel.id"]: names for _, names in records_in(out)}
    for record in sent:
        names = found[record["id"]]
        assert names["exception.stacktrace"] == record["backtrace"], "a long report is whole"
        assert names["exception.type"] == "ValueError" and names["exception.message"] == "no"
        assert names["process.pid"] == str(record["pid"])
        assert names["process.executable.path"] == record["executable"]
        assert names["host.name"] and names["service.name"]
