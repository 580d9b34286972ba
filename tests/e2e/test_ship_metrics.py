# SPDX-License-Identifier: Apache-2.0
"""cel ship's figures: Prometheus scrapes them, its own tool finds nothing to say of them, and clients that
are slow or hostile cannot hold the server."""

import json
import os
import re
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from receiver import Receiver
from shipping import ALL, CEL, ROOT, Ship, some_reports, wait_for, write

MONITORING = os.path.join(ROOT, "packaging", "monitoring")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path="/metrics"):
    """Status and body."""
    try:
        with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def figure(text, name):
    """The sum of a metric's samples."""
    assert "# TYPE %s " % name in text
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if re.match(name + r"[ {]", line))


@pytest.fixture
def port():
    return free_port()


def started(port):
    def listens():
        try:
            return get(port, "/healthz")[0] == 200
        except OSError:
            return False
    wait_for(listens)


def test_figures_are_right_and_promtool_has_nothing_to_say(tmp_path, port):
    sent = some_reports(20)
    log = tmp_path / "app.log"
    write(log, sent)
    with Receiver(lambda request: 400 if sent[3]["id"].encode() in request.body else 200) as receiver:
        with Ship(tmp_path, ALL, "--to", "webhook=" + receiver.url, "--to", "webhook=http://127.0.0.1:1/",
                  "--to", "metrics=%d" % port, log):
            started(port)
            wait_for(lambda: figure(get(port)[1], "cel_ship_delivered_total") == 19
                     and figure(get(port)[1], "cel_ship_destination_up") == 1)
            text = get(port)[1]
            assert get(port, "/ready") == (200, "ok\n")
            assert get(port, "/other")[0] == 404
    assert figure(text, "cel_reports_total") == 20
    assert figure(text, "cel_ship_dead_letters_total") == 1
    assert figure(text, "cel_ship_queue_reports") == 20
    checked = subprocess.run(["promtool", "check", "metrics"], input=text.encode(), stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False)
    assert (checked.returncode, checked.stdout) == (0, b"")


def test_ready_says_why_logs_are_not_read(tmp_path, port):
    log = tmp_path / "app.log"
    write(log, some_reports(200))
    with Ship(tmp_path, ALL, "--spool-size", "64K", "--to", "webhook=http://127.0.0.1:1/", "--to",
              "metrics=%d" % port, log):
        started(port)
        wait_for(lambda: get(port, "/ready")[0] == 503)
        assert "the spool is full" in get(port, "/ready")[1]
        assert figure(get(port)[1], "cel_ship_reading") == 0


def test_metrics_alone_keep_nothing_on_disk_and_end_at_once(tmp_path, port):
    log = tmp_path / "app.log"
    write(log, some_reports(50))
    with Ship(tmp_path, ALL, "--to", "metrics=%d" % port, log) as ship:
        started(port)
        wait_for(lambda: figure(get(port)[1], "cel_reports_total") == 50)
        assert figure(get(port)[1], "cel_ship_spool_bytes") == 0
        assert ship.end() == 0


def test_silent_and_slow_clients_do_not_hold_it_and_other_methods_are_refused(tmp_path, port):
    log = tmp_path / "app.log"
    write(log, some_reports(1))
    with Ship(tmp_path, ALL, "--to", "metrics=%d" % port, log):
        started(port)
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
        try:
            for each in held[::2]:
                each.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nX: ")
            assert get(port)[0] == 200
        finally:
            for each in held:
                each.close()
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 405 ")
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000)
            try:
                assert not client.recv(100).startswith(b"HTTP/1.1 200")
            except ConnectionError:
                pass
        assert get(port)[0] == 200


def test_it_says_where_it_cannot_listen(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        checked = subprocess.run([CEL, "ship", "--check", "--to", "metrics=%d" % port],
                                 stdout=subprocess.PIPE, check=False)
        assert checked.returncode == 1
        assert "cannot listen at 127.0.0.1 port %d: Address already in use" % port in checked.stdout.decode()
        with Ship(tmp_path, "--to", "metrics=%d" % port, tmp_path / "log") as ship:
            wait_for(lambda: "cannot listen" in ship.said())
    wrong = subprocess.run([CEL, "ship", "--state", tmp_path, "--to", "metrics=example.com:1"],
                           stderr=subprocess.PIPE, check=False)
    assert wrong.returncode == 2 and b"it takes [HOST:]PORT" in wrong.stderr
    assert subprocess.run([CEL, "ship", "--check", "--to", "metrics=%d" % port], check=False).returncode == 0


def test_prometheus_scrapes_it_and_its_rules_fire(tmp_path, port):
    log = tmp_path / "app.log"
    write(log, some_reports(3))
    own = free_port()
    rules = os.path.join(MONITORING, "alerts.yaml")
    (tmp_path / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [%s]\nscrape_configs:\n"
        "- job_name: cel\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n" % (rules, port))
    subprocess.run(["promtool", "check", "config", str(tmp_path / "prometheus.yml")], check=True,
                   stdout=subprocess.DEVNULL)
    prometheus = subprocess.Popen(
        ["prometheus", "--config.file", str(tmp_path / "prometheus.yml"), "--storage.tsdb.path",
         str(tmp_path / "data"), "--web.listen-address", "127.0.0.1:%d" % own],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(path):
        try:
            return json.loads(get(own, "/api/v1/" + path)[1])["data"]
        except (OSError, ValueError):  # it is not ready yet
            return None

    def value(query):
        data = ask("query?query=" + query)
        return [float(each["value"][1]) for each in data["result"]] if data else []

    try:
        with Ship(tmp_path, ALL, "--to", "metrics=%d" % port, "--to", "webhook=http://127.0.0.1:1/", log):
            started(port)
            wait_for(lambda: value("sum(cel_reports_total)") == [3], 60)
            wait_for(lambda: value("cel_ship_queue_reports") == [3])
            health = [each["health"] for group in ask("rules")["groups"] for each in group["rules"]]
            assert health and set(health) <= {"ok", "unknown"}
    finally:
        prometheus.terminate()
        prometheus.wait()


def test_rules_alert_when_they_should_and_the_dashboard_asks_for_figures_that_there_are(tmp_path):
    done = subprocess.run(["promtool", "test", "rules", os.path.join(MONITORING, "alerts_test.yaml")],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout.decode()
    shown = subprocess.run([CEL, "ship", "--dry-run", "--to", "metrics=1", "-"], stdout=subprocess.PIPE,
                           input=log_of(tmp_path), check=True).stdout.decode()
    there = set(re.findall(r"# TYPE (\w+) ", shown))
    for name in ("alerts.yaml", "dashboard.json"):
        with open(os.path.join(MONITORING, name), encoding="utf-8") as file:
            asked = set(re.findall(r"\bcel_\w+", file.read()))
        assert asked and asked <= there, name
    with open(os.path.join(MONITORING, "dashboard.json"), encoding="utf-8") as file:
        dashboard = json.load(file)
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    rules = {"groups": [{"name": "x", "rules": [{"record": "x:y", "expr": re.sub(r"\$__\w+", "5m", query)}
                                                for query in queries]}]}
    (tmp_path / "queries.yaml").write_text(json.dumps(rules))
    subprocess.run(["promtool", "check", "rules", "--lint=none", str(tmp_path / "queries.yaml")], check=True,
                   stdout=subprocess.DEVNULL)


def log_of(folder):
    write(folder / "one.log", some_reports(1))
    return (folder / "one.log").read_bytes()
