# SPDX-License-Identifier: Apache-2.0
"""cel ship's promise: every report at every destination, whatever dies in between; and its configuration."""

import collections
import json
import os
import re
import signal
import subprocess
import threading
import time

import pytest
from receiver import Receiver
from shipping import ALL, CEL, ROOT, Ship, kill_until, some_reports, wait_for, write


def ids_of(receiver):
    return [json.loads(request.body)["id"] for request in list(receiver.taken)]


def record_of(request):
    return json.loads(request.body)["record"]


@pytest.fixture
def receiver():
    with Receiver() as started:
        yield started


def test_every_report_arrives_at_every_destination_through_kills_refusals_and_an_absence(tmp_path):
    sent = some_reports(1500)
    wanted = {record["id"] for record in sent}
    log = tmp_path / "app.log"
    write(log, sent[:500])
    counter = iter(range(1, 10**9))
    handled = tmp_path / "handled"

    def one_in_ten(_request):
        return 503 if next(counter) % 10 == 0 else 200

    receivers = [Receiver(one_in_ten)]
    port = receivers[0].port

    def be_away():
        receivers[0].close()
        time.sleep(1)
        receivers.append(Receiver(one_in_ten, port))

    def all_arrived():
        got = {each for receiver in receivers for each in ids_of(receiver)}
        return got == wanted and set(ids_in(handled)) == wanted

    ship = Ship(tmp_path, ALL, "--to", "webhook=http://127.0.0.1:%d/" % port, "--to",
                "exec=cat >> %s" % handled, log)
    threads = [threading.Timer(1.5, write, (log, sent[500:])), threading.Timer(2, be_away)]
    for thread in threads:
        thread.start()
    try:
        kills = kill_until(ship, all_arrived)
    finally:
        ship.kill()
        for thread in threads:
            thread.join()
        for receiver in receivers:
            receiver.close()
    assert kills > 3
    got = [each for receiver in receivers for each in ids_of(receiver)]
    assert len(got) <= 1.05 * len(sent), "%d reports came %d times" % (len(sent), len(got))
    records = {record["id"]: record for record in sent}
    assert all(record_of(request) == records[record_of(request)["id"]]
               for receiver in receivers for request in receiver.taken)
    assert set(os.listdir(os.path.join(ship.state, "spool"))) == {"%019d.jsonl" % 0}


def ids_in(path):
    """The ids of the lines that a handler wrote. A killed one leaves a torn line, which it did not
    acknowledge, and which the next one goes on with."""
    if not os.path.exists(path):
        return
    with open(path, "rb") as file:
        for line in file.read().split(b"\n"):
            try:
                yield json.loads(line)["id"]
            except ValueError:
                pass


def test_a_dead_destination_delays_no_other_and_gets_all_once_it_is_back(tmp_path, receiver):
    with Receiver() as other:
        port = other.port
    log = tmp_path / "app.log"
    sent = some_reports(50)
    ids = [record["id"] for record in sent]
    log.touch()
    with Ship(tmp_path, "--to", "webhook=%s" % receiver.url, "--to", "webhook=http://127.0.0.1:%d/" % port,
              log) as ship:
        wait_for(lambda: os.path.exists(ship.state + "/cursor") and b'"log"' in read(ship.state + "/cursor"))
        write(log, sent)
        wait_for(lambda: len(receiver.taken) == 50)
        assert ids_of(receiver) == ids
        wait_for(lambda: "not delivered" in ship.said())
        with Receiver(port=port) as back:
            wait_for(lambda: len(back.taken) >= 50)
            wait_for(lambda: "delivers again" in ship.said())
            assert sorted(set(ids_of(back))) == sorted(ids)
        assert ship.end() == 0
    assert len(receiver.taken) == 50


def read(path):
    with open(path, "rb") as file:
        return file.read()


def test_what_a_destination_refuses_for_its_content_is_a_dead_letter_with_the_answer(tmp_path, receiver):
    sent = some_reports(5)
    receiver.answer = lambda request: (
        (400, {}, b"bad \x1b[31m report") if record_of(request)["id"] == sent[2]["id"] else 200)
    log = tmp_path / "app.log"
    write(log, sent)
    with Ship(tmp_path, ALL, "--to", "webhook=" + receiver.url, log) as ship:
        wait_for(lambda: len(receiver.taken) == 4)
        letters = os.path.join(ship.state, "dead-letters.jsonl")
        wait_for(lambda: os.path.exists(letters))
        assert ship.end() == 0
    letter, = [json.loads(line) for line in open(letters, encoding="utf-8")]
    assert letter["report"]["record"] == sent[2]
    assert letter["answer"] == "answered 400: bad \\x1b[31m report"
    assert len(receiver.refused) == 1


@pytest.mark.parametrize("status, words", [(401, "check the key"), (404, "check the address"),
                                           (301, "a redirect, which is not followed")])
def test_a_wrong_key_or_address_loses_nothing_and_check_says_it(tmp_path, receiver, status, words):
    receiver.answer = lambda request: (status, {"Location": "http://127.0.0.1:1/"}, b"")
    address = "webhook=" + receiver.url
    checked = subprocess.run([CEL, "ship", "--check", "--to", address], stdout=subprocess.PIPE, check=False)
    assert checked.returncode == 1
    assert words in checked.stdout.decode()
    log = tmp_path / "app.log"
    write(log, some_reports(3))
    with Ship(tmp_path, ALL, "--to", address, log) as ship:
        wait_for(lambda: words in ship.said())
        receiver.answer = lambda request: 200
        wait_for(lambda: len(receiver.taken) == 3)


def test_retry_after_is_kept(tmp_path, receiver):
    times = []

    def busy_first(_request):
        times.append(time.monotonic())
        return (429, {"Retry-After": "2"}, b"") if len(times) == 1 else 200

    receiver.answer = busy_first
    log = tmp_path / "app.log"
    write(log, some_reports(1))
    with Ship(tmp_path, ALL, "--to", "webhook=" + receiver.url, log):
        wait_for(lambda: len(times) == 2)
    assert times[1] - times[0] >= 2


def test_sigterm_delivers_what_is_left_and_sighup_takes_the_new_configuration(tmp_path, receiver):
    configuration = tmp_path / "ship.toml"
    log = tmp_path / "app.log"

    def configure(path):
        configuration.write_text(
            'logs = ["%s"]\nsince = "2020-01-01"\n[[to]]\nname = "web"\nwebhook = "%s/%s"\n'
            'header = "Authorization: Bearer ${env:TOKEN}"\n' % (log, receiver.url, path))

    configure("one")
    sent = some_reports(4)
    write(log, sent[:2])
    with Ship(tmp_path, "--config", configuration, env=dict(os.environ, TOKEN="s3cret-t0ken")) as ship:
        wait_for(lambda: len(receiver.taken) == 2)
        configure("two")
        ship.send(signal.SIGHUP)
        wait_for(lambda: "configuration as it is now" in ship.said())
        write(log, sent[2:3])
        wait_for(lambda: len(receiver.taken) == 3)
        configuration.write_text("to = 1")
        ship.send(signal.SIGHUP)
        wait_for(lambda: "configuration as it was" in ship.said())
        receiver.answer = lambda request: time.sleep(0.5) or 200
        write(log, sent[3:])
        time.sleep(0.3)
        assert ship.end() == 0
        assert "line 1: a destination is a table [[to]]" in ship.said()
        assert "s3cret" not in ship.said()
    assert [request.path for request in receiver.taken] == ["/one", "/one", "/two", "/two"]
    assert {request.headers["Authorization"] for request in receiver.taken} == {"Bearer s3cret-t0ken"}


def test_the_disk_is_bounded_and_a_dead_destination_loses_the_oldest_and_says_how_many(tmp_path, receiver):
    with Receiver() as other:
        port = other.port
    log = tmp_path / "app.log"
    log.touch()
    sent = some_reports(600)
    with Ship(tmp_path, "--spool-size", "256K", "--to", "webhook=" + receiver.url, "--to",
              "webhook=http://127.0.0.1:%d" % port, log) as ship:
        wait_for(lambda: os.path.exists(ship.state + "/cursor") and b'"log"' in read(ship.state + "/cursor"))
        for start in range(0, 600, 50):
            write(log, sent[start:start + 50])
            wait_for(lambda end=start + 50: len(receiver.taken) == end)
            assert sum(entry.stat().st_size for entry in os.scandir(ship.state + "/spool")) <= 256 * 1024
        with Receiver(port=port) as back:
            wait_for(lambda: ids_of(back)[-1:] == [sent[-1]["id"]], 70)
            dropped = sum(int(line.split("no room for them: ")[1].split(";")[0])
                          for line in ship.said().splitlines() if "no room for them" in line)
            assert dropped == 600 - len(set(ids_of(back))) > 100
    assert ids_of(receiver) == [record["id"] for record in sent]


def test_a_dry_run_shows_what_would_be_sent_without_credentials_and_sends_nothing(tmp_path, receiver):
    log = tmp_path / "app.log"
    write(log, some_reports(1))
    address = receiver.url.replace("//", "//user:s3cret-pass@")
    with open(log, "rb") as lines:
        shown = subprocess.run([CEL, "ship", "--dry-run", "--to", "webhook=" + address, "-"], stdin=lines,
                               stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "POST %s/\n" % receiver.url in shown and "Authorization: ***" in shown
    assert some_reports(1)[0]["id"] in shown
    assert "s3cret" not in shown and not receiver.taken


def test_every_destination_of_the_help_is_in_the_docs_and_the_manual():
    listed = subprocess.run([CEL, "ship", "--help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    types = re.findall(r"(\w+)=[A-Z]", listed.partition("send them there:")[2].partition("\n")[0])
    assert {"exec", "webhook"} <= set(types)
    for path, form in [("docs/ship.md", "## %s="), ("packaging/man/cel.1", ".Cm %s Ns =")]:
        with open(os.path.join(ROOT, path), encoding="utf-8") as page:
            text = page.read()
        assert [each for each in types if form % each not in text] == [], path


def test_plain_mistakes_are_said_in_one_sentence(tmp_path):
    for arguments, words in [
        (["--to", "webhook=example.com"], "no http:// or https:// URL"),
        (["--to", "pigeon=x"], "there is no destination 'pigeon', but exec, webhook"),
        (["--to", "webhook"], "--to takes TYPE=ADDRESS"),
        (["--to", "webhook=http://x/${env:CEL_NONE}"], "there is no variable CEL_NONE"),
        ([], "say where to: --to"),
        (["--to", "exec=cat", "--spool-size", "5"], "--spool-size: it takes a size"),
    ]:
        done = subprocess.run([CEL, "ship", "--state", tmp_path / "state", *arguments],
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert words in done.stderr.decode()
        assert done.stderr.count(b"\n") == 1
    counted = collections.Counter(os.listdir(tmp_path))
    assert set(counted) <= {"state"}
