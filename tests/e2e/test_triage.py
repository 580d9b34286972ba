# SPDX-License-Identifier: Apache-2.0
"""What people say of groups: resolve, mute, reopen, and follow --new; the file that keeps it."""

import json
import re
import signal
import subprocess
import time

import pytest
from reader_home import CEL, Home, failure, line_of

LATER = 4_000_000_000  # seconds since 1970: after any decision of a test


@pytest.fixture
def home(tmp_path):
    """Two groups: pay's of two reports, work's of one."""
    return Home(tmp_path, [failure(1, "pay", "OSError", "no route"), failure(2, "pay", "OSError", "no route"),
                           failure(3, "work", "KeyError", "'one'")])


def statuses(home, *arguments):
    groups = home.objects("groups", *arguments, "app.log")
    return {group["what"].partition(":")[0]: group["status"] for group in groups}


def add(home, *records):
    with open(home.log, "a") as log:
        log.write("".join(map(line_of, records)))


def group_of(home, error):
    groups = home.objects("groups", "app.log")
    return next(group["fingerprint"] for group in groups if group["what"].startswith(error))


def test_a_resolved_group_is_back_with_its_first_later_report(home):
    assert statuses(home) == {"OSError": "new", "KeyError": "new"}
    done = home.cel("resolve", "OSError", "app.log")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "resolved %s  OSError: no route\n" % group_of(home, "OSError")
    assert statuses(home) == {"OSError": "resolved", "KeyError": "new"}
    add(home, failure(4, "pay", "OSError", "no route", at=LATER))
    assert statuses(home) == {"OSError": "regressed", "KeyError": "new"}
    assert statuses(home, "--status", "regressed,open") == {"OSError": "regressed"}
    assert home.objects("reopen", group_of(home, "OSError")) == [
        {"group": group_of(home, "OSError"), "status": "open"}]
    assert statuses(home) == {"OSError": "open", "KeyError": "new"}


def test_reports_of_older_versions_do_not_bring_it_back(home):
    assert home.cel("resolve", "OSError", "--in", "1.10", "app.log").returncode == 0
    add(home, failure(4, "pay", "OSError", "no route", "1.9", at=LATER))
    assert statuses(home)["OSError"] == "resolved"
    add(home, failure(5, "pay", "OSError", "no route", "1.10", at=LATER))
    assert statuses(home)["OSError"] == "regressed"


def test_a_mute_holds_until_it_came_so_many_more_times(home):
    assert home.cel("mute", "OSError", "--until-count", "2", "app.log").returncode == 0
    add(home, failure(4, "pay", "OSError", "no route", at=LATER))
    assert statuses(home)["OSError"] == "muted"
    add(home, failure(5, "pay", "OSError", "no route", at=LATER))
    assert statuses(home)["OSError"] == "open"


def test_a_mute_for_a_time_and_for_good(home):
    for arguments, status in [(["--for", "0s"], "open"), (["--for", "7d"], "muted"), ([], "muted")]:
        assert home.cel("mute", "KeyError", *arguments, "app.log").returncode == 0
        assert statuses(home)["KeyError"] == status
    assert home.cel("reopen", "KeyError", "app.log").stdout.startswith("open cel2:")
    assert statuses(home)["KeyError"] == "open"


def test_list_groups_show_and_the_page_tell_it(home):
    assert "STATUS" not in home.cel("groups", "app.log").stdout + home.cel("list", "app.log").stdout
    home.cel("resolve", "OSError", "--in", "1.4.2", "app.log")
    home.cel("mute", "KeyError", "app.log")
    add(home, failure(4, "pay", "OSError", "no route", "1.5", at=LATER))
    heading, *lines = home.cel("groups", "app.log").stdout.splitlines()
    assert "STATUS" in heading and [re.search("regressed|muted", line)[0] for line in lines] == [
        "regressed", "muted"]
    heading, *lines = home.cel("list", "app.log").stdout.splitlines()
    assert "STATUS" in heading
    assert [re.search("regressed|muted|resolved", line)[0] for line in lines] == [
        "regressed", "muted", "resolved", "resolved"]
    assert len(home.objects("list", "--status", "muted", "app.log")) == 1
    assert re.search("^Status     regressed .*, resolved in 1.4.2 ", home.cel("show", "app.log").stdout, re.M)
    home.cel("report", "-o", "page.html", "app.log")
    page = (home.folder / "page.html").read_text(encoding="utf-8")
    assert re.findall('class="status">(regressed|muted)', page) == ["regressed", "muted"]


@pytest.mark.parametrize("words, sentence", [
    (["type=Python3"], "'the match' may mean cel2:.*, cel2:.*; nothing was changed: name one of them"),
    (["Nothing"], "no group is meant by 'Nothing'; nothing was changed"),
    (["OSError", "Nothing"], "no group is meant by 'Nothing'; nothing was changed"),
])
def test_what_names_no_one_group_changes_nothing(home, words, sentence):
    done = home.cel("resolve", *words, "app.log")
    assert done.returncode == 1 and done.stdout == "" and re.fullmatch("cel: %s\n" % sentence, done.stderr)
    assert not home.state.exists()


@pytest.mark.parametrize("arguments", [
    ["resolve"], ["mute", "a", "--for", "soon"], ["mute", "a", "--until-count", "0"],
    ["resolve", "a", "--in", ""], ["mute", "a", "--for", "7d", "--until-count", "3"],
    ["groups", "--status", "old"]], ids=" ".join)
def test_wrong_usage_is_status_2_and_one_sentence(home, arguments):
    done = home.cel(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("cel: ") and done.stderr.count("\n") == 1


def test_a_broken_state_is_one_sentence_and_stays_as_it_is(home):
    home.state.parent.mkdir(parents=True)
    home.state.write_text("format = 1\n[[group]]\nid = 7\n")
    for command in ("list", "groups", "show"):
        done = home.cel(command, "--json", "app.log")
        assert done.returncode == 0 and done.stdout
        assert done.stderr.startswith("cel: %s: line 3, column 6: " % home.state)
        assert done.stderr.count("\n") == 1
    for command in ("resolve", "mute", "reopen"):
        done = home.cel(command, "-q", "OSError", "app.log")
        assert done.returncode == 1 and done.stdout == "" and "line 3, column 6: " in done.stderr
    done = home.cel("follow", "--new", "--json", "-", stdin=home.log.read_text())
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2
    assert home.state.read_text() == "format = 1\n[[group]]\nid = 7\n"


def test_of_processes_that_decide_at_once_none_is_lost(home):
    groups = ["cel2:%012x" % number for number in range(40)]
    running = [subprocess.Popen([CEL, "resolve" if number % 2 else "mute", group], env=home.env(),
                                stdout=subprocess.DEVNULL, cwd=str(home.folder))
               for number, group in enumerate(groups)]
    assert [process.wait(timeout=120) for process in running] == [0] * len(groups)
    assert sorted(re.findall('id = "(.*)"', home.state.read_text())) == groups
    assert home.cel("groups", "app.log").stderr == ""
    assert home.state.stat().st_mode & 0o777 == 0o600


def test_a_state_can_be_named(home):
    home.cel("resolve", "--state", "team.toml", "OSError", "app.log")
    assert not home.state.exists()
    assert statuses(home, "--state", "team.toml")["OSError"] == "resolved"


class TestFollowNew:
    def new(self, home, *records):
        log = "".join(map(line_of, records))
        return [one["what"] for one in home.objects("follow", "--new", "-", stdin=log)]

    def test_a_group_comes_once(self, home):
        records = [failure(1, "pay", "OSError", "no route"), failure(2, "pay", "OSError", "no route"),
                   failure(3, "work", "KeyError", "'one'")]
        assert self.new(home, *records) == ["OSError: no route", "KeyError: 'one'"]
        assert self.new(home, *records, failure(4, "mail", "OSError", "full")) == ["OSError: full"]
        assert statuses(home) == {"OSError": "open", "KeyError": "open"}

    def test_a_resolved_group_comes_once_again_and_a_muted_one_does_not(self, home):
        home.cel("resolve", "OSError", "app.log")
        home.cel("mute", "KeyError", "app.log")
        later = [failure(number, "pay", "OSError", "no route", "1.5", at=LATER) for number in (5, 6)]
        old = failure(2, "pay", "OSError", "no route")
        assert self.new(home, old, failure(4, "work", "KeyError", "'one'", at=LATER)) == []
        assert self.new(home, old, *later) == ["OSError: no route"]
        assert self.new(home, *later) == []
        assert statuses(home)["OSError"] == "regressed"  # the file says so, whatever the log has by now

    def test_what_is_resolved_meanwhile_counts_at_once(self, home):
        output = home.folder / "output"
        with open(output, "wb") as out:
            process = subprocess.Popen(
                [CEL, "follow", "--new", "--json", "--cursor-file", "cursor", "app.log"], stdout=out,
                stdin=subprocess.DEVNULL, env=home.env(), cwd=str(home.folder))
        try:
            wait_for(lambda: b'"log"' in read(home.folder / "cursor"))
            add(home, failure(5, "pay", "OSError", "no route", at=LATER))
            wait_for(lambda: len(read(output).splitlines()) == 1)
            wait_for(lambda: home.state.exists() and "cel2:" in home.state.read_text())
            assert home.cel("resolve", group_of(home, "OSError")).returncode == 0
            add(home, failure(6, "pay", "OSError", "no route", at=LATER))
            wait_for(lambda: len(read(output).splitlines()) == 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
            process.wait()
        assert [json.loads(line)["id"][-1] for line in read(output).splitlines()] == ["5", "6"]
        assert "back = " in home.state.read_text()


def read(path):
    return path.read_bytes() if path.exists() else b""


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_ticket_is_markdown_that_no_report_can_forge(home):
    evil = failure(4, "pay", "OSError", "``` @all <b>x</b>\n```\n# heading", at=LATER)
    evil["backtrace"] = "Traceback (most recent call last):\n```\n@all\n````\nOSError: ```\n"
    add(home, evil)
    ticket = home.cel("show", "--ticket", evil["id"], "app.log").stdout
    title, *_ = ticket.splitlines()
    assert title.startswith("# ````pay.py:1:pay:OSError: ``` @all <b>x</b>") and title.endswith("````")
    assert "\n`````text\n" in ticket and "\n`````\n" in ticket
    assert "`cel list %s`" % group_of(home, "OSError") in ticket
    assert "- Seen: `3 times, first " in ticket
