# SPDX-License-Identifier: Apache-2.0
"""cel ship --to exec: the handlers of docs/ship.md, and those that fail."""

import json
import os
import signal
import sqlite3

from shipping import ALL, Ship, example, some_reports, wait_for, write


def ids_in(path):
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def test_the_handler_that_makes_a_file_of_each_report(tmp_path):
    sent = some_reports(250)
    write(tmp_path / "app.log", sent)
    (tmp_path / "out").mkdir()
    handler = example(tmp_path, "files.sh")
    with Ship(tmp_path, ALL, "--to", "exec=sh %s %s" % (handler, tmp_path / "out"), tmp_path / "app.log"):
        wait_for(lambda: len(list((tmp_path / "out").glob("*.json"))) == 250)
    for record in sent:
        with open(tmp_path / "out" / (record["id"] + ".json"), encoding="ascii") as file:
            assert json.load(file)["record"] == record


def test_the_handler_that_sends_mail(tmp_path):
    sent = some_reports(2)
    write(tmp_path / "app.log", sent)
    sendmail = tmp_path / "bin" / "sendmail"
    sendmail.parent.mkdir()
    sendmail.write_text('#!/bin/sh\ncat >>"%s"\n' % (tmp_path / "mails"))
    sendmail.chmod(0o755)
    handler = example(tmp_path, "mail.sh")
    env = dict(os.environ, PATH="%s:%s" % (sendmail.parent, os.environ["PATH"]))
    command = "exec=sh %s ops@example.com" % handler
    with Ship(tmp_path, ALL, "--to", command, tmp_path / "app.log", env=env) as ship:
        wait_for(lambda: (tmp_path / "mails").exists() and (tmp_path / "mails").read_text().count("To:") == 2)
        assert ship.end() == 0
    assert "Subject: report %s\n" % sent[1]["id"] in (tmp_path / "mails").read_text()


def test_the_handler_that_keeps_running_and_fills_a_table(tmp_path):
    sent = some_reports(300)
    write(tmp_path / "app.log", sent)
    handler = example(tmp_path, "table.py")
    database = tmp_path / "reports.db"
    configuration = tmp_path / "ship.toml"
    configuration.write_text(
        'logs = ["%s"]\nsince = "2020-01-01"\n[[to]]\nexec = "/usr/bin/python3 %s %s"\nkeep-running = true\n'
        % (tmp_path / "app.log", handler, database))

    def rows():
        try:
            with sqlite3.connect(database) as connection:
                return connection.execute("SELECT id FROM reports").fetchall()
        except sqlite3.OperationalError:  # there is no table yet
            return []

    with Ship(tmp_path, "--config", configuration) as ship:
        wait_for(lambda: len(rows()) == 300)
        assert ship.end() == 0
    assert sorted(row for row, in rows()) == sorted(record["id"] for record in sent)


def test_a_handler_that_fails_gets_only_what_it_did_not_acknowledge_again(tmp_path):
    sent = some_reports(3)
    write(tmp_path / "app.log", sent)
    got = tmp_path / "got"
    handler = tmp_path / "handler.sh"
    handler.write_text("""
        while IFS= read -r report; do
            id=${report#*'"id":"'}
            id=${id%%\\"*}
            echo "$id" >>"$1"
            case $(wc -l <"$1") in
            1) echo "ok $id" ;;
            2) echo "no $id it is bad" ;;
            3) exit 7 ;;
            esac
        done
    """)
    with Ship(tmp_path, ALL, "--to", "exec=sh %s %s" % (handler, got), tmp_path / "app.log") as ship:
        wait_for(lambda: len(ids_in(got)) == 4)
        wait_for(lambda: "delivers again" in ship.said())
        assert ship.end() == 0
        assert "the handler ended with status 7" in ship.said()
        with open(ship.state + "/dead-letters.jsonl", encoding="utf-8") as letters:
            letter, = [json.loads(line) for line in letters]
    ids = [record["id"] for record in sent]
    assert ids_in(got) == ids + ids[2:]
    assert letter["report"]["id"] == ids[1] and letter["answer"] == "the handler: it is bad"


def test_a_handler_that_hangs_is_killed_with_its_children_and_delays_no_end(tmp_path):
    write(tmp_path / "app.log", some_reports(1))
    pids = tmp_path / "pids"
    command = "exec=sleep 1000 & echo $! >>%s; wait" % pids
    with Ship(tmp_path, ALL, "--grace", "500ms", "--to", command, tmp_path / "app.log") as ship:
        wait_for(lambda: ids_in(pids))
        assert ship.end(signal.SIGTERM) == 0
        assert "they wait in" in ship.said()
    wait_for(lambda: not os.path.exists("/proc/%s" % ids_in(pids)[0]))


def test_the_handler_that_runs_a_command_for_some_lines(tmp_path):
    (tmp_path / "app.log").write_text("started\norder 1\nno order 2\norder 3\n")
    command = tmp_path / "order.sh"
    command.write_text('#!/bin/sh\necho "$1" >>orders\n')
    command.chmod(0o755)
    handler = example(tmp_path, "event.sh")
    with Ship(tmp_path, ALL, "--all-lines", "--to", "exec=cd %s && sh %s" % (tmp_path, handler),
              tmp_path / "app.log") as ship:
        wait_for(lambda: len(orders(tmp_path)) == 2)
        assert ship.end() == 0
    assert orders(tmp_path) == ["order 1", "order 3"]


def orders(folder):
    path = folder / "orders"
    return [json.loads(line)["text"] for line in path.read_text().splitlines()] if path.exists() else []
