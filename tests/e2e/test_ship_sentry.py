# SPDX-License-Identifier: Apache-2.0
"""cel ship --to sentry, into Bugsink."""

import collections
import json
import os
import subprocess
import sys

import pytest
import venvs
from bugsink import Bugsink
from receiver import Receiver
from shipping import ALL, CEL, Ship, some_reports, wait_for, write

PROGRAM = """
import sys
def price(order):
    total = order["total"]
    return total / len(order["items"])
def main():
    try:
        price({"total": 99, "items": []})
    except ZeroDivisionError as error:
        raise ValueError("no price") from error
{"a": main, "b": lambda: {}["key"]}[sys.argv[1]]()
"""


@pytest.fixture(scope="module")
def bugsink(tmp_path_factory):
    try:
        server = Bugsink(tmp_path_factory.mktemp("bugsink"))
    except venvs.Unavailable as error:
        pytest.skip(str(error))
    yield server
    server.close()


def groups_of(log):
    done = subprocess.run([CEL, "list", "--json", log], stdout=subprocess.PIPE, check=True)
    groups = collections.defaultdict(set)
    for line in done.stdout.splitlines():
        report = json.loads(line)
        groups[report["fingerprint"]].add(report["id"])
    return groups


def test_issues_are_cel_groups_with_frames_source_lines_and_locals(tmp_path, volume, bugsink):
    (tmp_path / "shop.py").write_text(PROGRAM)
    log = tmp_path / "app.log"
    env = dict(os.environ, PYTHONPATH=volume, CEL_SINK="file:%s" % log)
    for way in "aabab":
        subprocess.run([sys.executable, tmp_path / "shop.py", way], env=env, stderr=subprocess.DEVNULL)
    with Ship(tmp_path, ALL, "--to", "sentry=" + bugsink.dsn, log) as ship:
        wait_for(lambda: len(bugsink.events()) == 5)
        assert ship.end() == 0
    events = bugsink.events()
    issues = collections.defaultdict(set)
    for event in events:
        issues[event["issue"]].add(event["event_id"])
    groups = groups_of(log)
    assert sorted(map(sorted, issues.values())) == sorted(map(sorted, groups.values()))
    assert len(groups) == 2
    cause, raised = next(event["data"]["exception"]["values"] for event in events
                         if len(event["data"]["exception"]["values"]) == 2)
    assert (cause["type"], raised["type"], raised["value"]) == ("ZeroDivisionError", "ValueError", "no price")
    frame = cause["stacktrace"]["frames"][-1]
    assert frame["function"] == "price"
    assert frame["context_line"] == '    return total / len(order["items"])'
    assert frame["pre_context"][-1] == '    total = order["total"]'
    assert frame["vars"]["total"] == "99"


def test_a_wrong_key_is_said_and_loses_nothing(tmp_path, bugsink):
    key = bugsink.dsn.split("//")[1].split("@")[0]
    wrong = "sentry=" + bugsink.dsn.replace(key, "0" * 32)
    checked = subprocess.run([CEL, "ship", "--check", "--to", wrong], stdout=subprocess.PIPE, check=False)
    assert checked.returncode == 1 and b"answered 4" in checked.stdout, checked.stdout
    assert b"0" * 32 not in checked.stdout


def test_it_is_sent_where_and_as_the_dsn_says(tmp_path):
    sent = some_reports(3)
    write(tmp_path / "app.log", sent)
    with Receiver() as receiver:
        dsn = receiver.url.replace("//", "//k3y@") + "/base/42"
        with Ship(tmp_path, ALL, "--to", "sentry=" + dsn, tmp_path / "app.log"):
            wait_for(lambda: len(receiver.taken) == 3)
    for request, record in zip(receiver.taken, sent):
        assert request.path == "/base/api/42/envelope/"
        assert "sentry_key=k3y" in request.headers["X-Sentry-Auth"]
        head, item, event = map(json.loads, request.body.decode().splitlines())
        assert head["event_id"] == event["event_id"] == record["id"]
        assert item == {"type": "event", "length": len(request.body.splitlines()[2])}


def test_a_dsn_without_key_or_project_is_refused():
    for dsn in ["http://127.0.0.1/1", "http://key@127.0.0.1/", "x"]:
        done = subprocess.run([CEL, "ship", "--check", "--to", "sentry=" + dsn], stderr=subprocess.PIPE)
        assert done.returncode == 2 and b"sentry-" in done.stderr
