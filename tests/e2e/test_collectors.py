# SPDX-License-Identifier: Apache-2.0
"""packaging/collectors/rsyslog.conf, in rsyslog: reports out of containers' logs, without cel."""

import base64
import json
import os
import subprocess
import zlib

import pytest
import yaml
from collected import some_lines, write_cri, write_docker
from shipping import ROOT, wait_for

COLLECTORS = os.path.join(ROOT, "packaging", "collectors")


def objects_in(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.parametrize("engine", ["cri", "docker"])
def test_rsyslog_keeps_reports_heads_and_parts_with_the_log_that_they_were_in(tmp_path, engine):
    records, lines = some_lines(tmp_path)
    if engine == "cri":
        log = tmp_path / "pods" / "shop_shop-1_0123" / "web" / "0.log"
        write_cri(log, lines)
    else:
        log = tmp_path / "docker" / "abc" / "abc-json.log"
        write_docker(log, lines)
    out = tmp_path / "out"
    (tmp_path / "work").mkdir()
    with open(os.path.join(COLLECTORS, "rsyslog.conf"), encoding="utf-8") as file:
        text = file.read()
    for path, here in [("/var/log/pods", "pods"), ("/var/lib/docker/containers", "docker"),
                       ("/var/log/cel", "out")]:
        assert path in text
        text = text.replace(path, str(tmp_path / here))
    configuration = tmp_path / "rsyslog.conf"
    configuration.write_text('global(workDirectory="%s/work")\n%s' % (tmp_path, text))
    with subprocess.Popen(["/usr/sbin/rsyslogd", "-n", "-i", tmp_path / "pid", "-f", configuration],
                          stdin=subprocess.DEVNULL) as rsyslogd:
        try:
            wait_for(lambda: len(objects_in(out / "reports.json")) >= 2
                     and len(objects_in(out / "parts.json")) >= 3, 60)
        finally:
            rsyslogd.terminate()
    whole, head = objects_in(out / "reports.json")
    assert {key: whole[key] for key in records[0]} == records[0]
    assert head["reason"] == records[1]["reason"] and head["executable"] == records[1]["executable"]
    assert whole["log"] == head["log"] == str(log)
    parts = objects_in(out / "parts.json")
    assert {part["cel"]["id"] for part in parts} == {head["cel"]["id"]} and len(parts) == head["cel"]["parts"]
    joined = b"".join(base64.b64decode(part["z"])
                      for part in sorted(parts, key=lambda part: part["cel"]["part"]))
    assert json.loads(zlib.decompress(joined)) == records[1]


@pytest.mark.parametrize("name", ["otel-collector.yaml", "vector.yaml", "fluent-bit.yaml"])
def test_the_other_configurations_are_yaml_and_name_the_tag(name):
    with open(os.path.join(COLLECTORS, name), encoding="utf-8") as file:
        text = file.read()
    assert isinstance(yaml.safe_load(text), dict) and "container-exception-logger - " in text
