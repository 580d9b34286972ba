# SPDX-License-Identifier: Apache-2.0
"""cel ship to Slack, Teams, Mattermost, PagerDuty and Alertmanager: a message for each group and period."""

import json
import subprocess

import pytest
from receiver import Receiver
from shipping import ALL, CEL, Ship, some_reports, wait_for, write

KINDS = ["slack", "teams", "mattermost", "pagerduty", "alertmanager"]


def of_one_group(count, what):
    """Reports that differ in nothing but their ids."""
    return [dict(report, reason="app.py:1:work:ValueError: " + what, executable="/srv/app.py", backtrace=what)
            for report in some_reports(count)]


def configuration(folder, kind, url, period):
    path = folder / "ship.toml"
    address = "k3yk3yk3y" if kind == "pagerduty" else url + "/hook/s3cret"
    more = 'url = "%s"\n' % url if kind == "pagerduty" else ""
    path.write_text('since = "2020-01-01"\nlogs = ["%s"]\n[[to]]\n%s = "%s"\nperiod = "%s"\n%s'
                    % (folder / "app.log", kind, address, period, more))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_new_group_there_is_one_message(tmp_path, kind):
    write(tmp_path / "app.log", of_one_group(30, "first") + of_one_group(1, "another"))
    with Receiver() as receiver:
        with Ship(tmp_path, "--config", configuration(tmp_path, kind, receiver.url, "1h")) as ship:
            wait_for(lambda: len(receiver.taken) == 2)
            assert ship.end() == 0
            assert "s3cret" not in ship.said() and "k3yk3y" not in ship.said()
    first, another = [request.body.decode() for request in receiver.taken]
    assert "New error in /srv/app.py" in first and "first" in first
    assert "New error in /srv/app.py" in another and "another" in another
    assert all(json.loads(request.body) for request in receiver.taken)


def test_a_known_group_is_told_of_once_in_a_period_over_restarts(tmp_path):
    write(tmp_path / "app.log", of_one_group(30, "first"))
    with Receiver() as receiver:
        arguments = ["--config", configuration(tmp_path, "slack", receiver.url, "6s")]
        with Ship(tmp_path, *arguments) as ship:
            wait_for(lambda: len(receiver.taken) == 1)
            assert ship.end() == 0
        with Ship(tmp_path, *arguments) as ship:
            wait_for(lambda: len(receiver.taken) == 2)
            assert ship.end() == 0
    assert b"29 times more in /srv/app.py" in receiver.taken[1].body


def test_a_notice_that_is_refused_once_comes_again(tmp_path):
    write(tmp_path / "app.log", of_one_group(3, "first"))
    statuses = iter([503, 429, 200])
    with Receiver(lambda request: next(statuses)) as receiver:
        with Ship(tmp_path, ALL, "--to", "slack=" + receiver.url, tmp_path / "app.log") as ship:
            wait_for(lambda: len(receiver.taken) == 1)
            assert ship.end() == 0
    assert len(receiver.refused) == 2


def test_a_dry_run_hides_the_hook(tmp_path):
    write(tmp_path / "app.log", of_one_group(1, "first"))
    with open(tmp_path / "app.log", "rb") as log:
        address = "slack=https://hooks.example.com/T0/s3cret"
        done = subprocess.run([CEL, "ship", "--dry-run", "--to", address, "-"], stdin=log,
                              stdout=subprocess.PIPE, check=True)
    assert b"New error" in done.stdout and b"s3cret" not in done.stdout
