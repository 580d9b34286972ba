# SPDX-License-Identifier: Apache-2.0
"""cel ship --to kafka, against a real broker, which Java's own client reads."""

import glob
import json
import os
import signal
import subprocess
import threading

import interpreters
import pytest
import venvs
from brokers import SOURCES, Broker
from shipping import ALL, CEL, Ship, example, kill_until, some_reports, wait_for, write

pytestmark = pytest.mark.xdist_group("kafka")

PASSWORD = "s3cret-of-kafka"
LARGEST = 64 << 10
CLIENT = os.path.join(SOURCES, "requirements.txt")


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    started = Broker(tmp_path_factory.mktemp("kafka"), PASSWORD, LARGEST)
    yield started
    started.close()


def wait_for_ids(read, sent):
    ids = {record["id"] for record in sent}
    wait_for(lambda: {report["id"] for _, _, report in read()} >= ids, 60)
    return read()


def test_reports_arrive_by_fingerprint_and_nothing_twice(tmp_path, broker):
    sent = some_reports(700)
    write(tmp_path / "app.log", sent)
    with Ship(tmp_path, ALL, "--to", "kafka=%s/calm" % broker.address, tmp_path / "app.log") as ship:
        wait_for(lambda: position(ship) == 700)
        assert ship.end() == 0
    got = wait_for_ids(broker.read("calm"), sent)
    assert len(got) == 700
    places: dict = {}
    for partition, key, report in got:
        assert key == report["fingerprint"]
        assert places.setdefault(key, partition) == partition
    records = {record["id"]: record for record in sent}
    assert all(report["record"] == records[report["id"]] for _, _, report in got)


def position(ship, kind="kafka"):
    """How many reports are settled, as the state says."""
    names = glob.glob(os.path.join(ship.state, kind + "*.position"))
    if not names:
        return 0
    with open(names[0], encoding="ascii") as file:
        return int(file.read() or 0)


def test_every_report_arrives_through_kills_of_ship_and_of_the_broker(tmp_path, broker):
    sent = some_reports(500, 1000)
    write(tmp_path / "app.log", sent[:250])
    wanted = {record["id"] for record in sent}
    read = broker.read("kills")

    def be_away():
        broker.kill()
        write(tmp_path / "app.log", sent[250:])
        broker.start()

    away = threading.Timer(1, be_away)
    away.start()
    ship = Ship(tmp_path, ALL, "--to", "kafka=%s/kills" % broker.address, tmp_path / "app.log")
    try:
        kill_until(ship, lambda: {report["id"] for _, _, report in read()} == wanted, 400)
    finally:
        ship.kill()
        away.join()


def test_what_the_topic_has_no_room_for_is_a_dead_letter_and_takes_no_other_with_it(tmp_path, broker):
    large, = some_reports(1, 3000, 3 * LARGEST)
    sent = some_reports(40, 3001)
    write(tmp_path / "app.log", [*sent[:20], large, *sent[20:]])
    with Ship(tmp_path, ALL, "--to", "kafka=%s/large" % broker.address, tmp_path / "app.log") as ship:
        wait_for(lambda: position(ship) == 41)
        assert ship.end() == 0
        with open(ship.state + "/dead-letters.jsonl", encoding="utf-8") as letters:
            letter, = [json.loads(line) for line in letters]
    assert letter["report"]["id"] == large["id"] and "size too large" in letter["answer"]
    got = wait_for_ids(broker.read("large"), sent)
    assert {report["id"] for _, _, report in got} == {record["id"] for record in sent}


def test_tls_and_a_password_are_of_the_configuration_and_a_wrong_one_is_said(tmp_path, broker):
    sent = some_reports(5, 4000)
    write(tmp_path / "app.log", sent)
    secret = tmp_path / "secret"
    secret.write_text("wr0ng-secret\n")
    configuration = tmp_path / "ship.toml"
    configuration.write_text("""
logs = ["%s"]
since = "2020-01-01"
[[to]]
name = "kafka"
kafka = "%s/safe"
timeout = "3s"
property = ["security.protocol=SASL_SSL", "ssl.ca.location=%s", "sasl.mechanism=PLAIN",
            "sasl.username=cel", "sasl.password=${file:%s}"]
""" % (tmp_path / "app.log", broker.secure_address, broker.authority, secret))
    with Ship(tmp_path, "--config", configuration) as ship:
        wait_for(lambda: "not delivered" in ship.said(), 60)
        assert "Authentication failed" in ship.said()
        secret.write_text(PASSWORD + "\n")
        ship.send(signal.SIGHUP)
        wait_for(lambda: position(ship) == 5, 60)
        assert ship.end() == 0
        assert PASSWORD not in ship.said() and "wr0ng" not in ship.said()
    wait_for_ids(broker.read("safe"), sent)
    with open(tmp_path / "app.log", "rb") as lines:
        shown = subprocess.run([CEL, "ship", "--dry-run", "--config", configuration, "-"], stdin=lines,
                               stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "topic safe at %s" % broker.secure_address in shown and sent[4]["id"] in shown
    assert PASSWORD not in shown


def test_lines_go_to_kafka_by_key_and_by_the_handler_of_the_documentation(tmp_path, broker):
    log = tmp_path / "app.log"
    log.write_bytes(b"one\n\xff two\n")
    python = venvs.with_packages(interpreters.running(), CLIENT)
    handler = example(tmp_path, "lines.py")
    configuration = tmp_path / "ship.toml"
    configuration.write_text("""
logs = ["%s"]
since = "2020-01-01"
all-lines = true
[[to]]
kafka = "%s/lines"
[[to]]
exec = "%s %s %s handled"
keep-running = true
""" % (log, broker.address, python, handler, broker.address))
    lines, handled = broker.read("lines"), broker.read("handled", texts_in)
    with Ship(tmp_path, "--config", configuration) as ship:
        wait_for(lambda: len(lines()) == 2 and len(handled()) == 2, 60)
        wait_for(lambda: position(ship, "exec") == 2)
        assert ship.end() == 0
    assert [key for _, key, _ in lines()] == [str(log)] * 2
    assert [line.get("text", line.get("base64")) for _, _, line in lines()] == ["one", "/yB0d28="]
    assert handled()[0] == "one"


def texts_in(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split(" ", 2)[2] for line in file if line.endswith("\n")]


@pytest.mark.parametrize("address, words", [
    ("127.0.0.1:9092", "the address is BROKERS/TOPIC"),
    ("127.0.0.1:9092/no/to pic", "the address is BROKERS/TOPIC"),
])
def test_a_wrong_address_is_said(tmp_path, address, words):
    assert words in mistake(tmp_path, 'kafka = "%s"' % address)


@pytest.mark.parametrize("line, words", [
    ("acks=1", "the property acks is set by cel"),
    ("linger", "a property is NAME=VALUE"),
    ("no.such=1", 'No such configuration property: "no.such"'),
])
def test_a_wrong_property_is_said(tmp_path, line, words):
    assert words in mistake(tmp_path, 'kafka = "127.0.0.1:9092/topic"\nproperty = "%s"' % line)


def mistake(folder, lines):
    """What is said of a configuration with these lines of a destination."""
    (folder / "ship.toml").write_text("[[to]]\n" + lines + "\n")
    done = subprocess.run([CEL, "ship", "--state", folder / "state", "--config", folder / "ship.toml"],
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1
    return done.stderr.decode()
