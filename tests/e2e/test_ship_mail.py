# SPDX-License-Identifier: Apache-2.0
"""cel ship by mail: what sendmail gets, when it gets it, and what happens when it fails."""

import email
import email.policy
import os
import subprocess
import time

import pytest
from shipping import CEL, Ship, some_reports, wait_for, write

RECORDER = """#!/bin/sh
printf '%%s\\n' "$*" >>%(here)s/arguments
cat >%(here)s/mail.$$.new
[ ! -e %(here)s/broken ] || exit 75
mv %(here)s/mail.$$.new %(here)s/mail.$$
"""


def of_one_group(count, what):
    """Reports that differ in nothing but their ids."""
    return [dict(report, reason="app.py:1:work:ValueError: " + what, executable="/srv/app.py", backtrace=what)
            for report in some_reports(count)]


class Mails:
    """A stand-in for sendmail, which records what it is given."""

    def __init__(self, folder):
        self.folder = folder / "mails"
        self.folder.mkdir()
        self.program = self.folder / "sendmail"
        self.program.write_text(RECORDER % {"here": self.folder})
        self.program.chmod(0o755)

    def all(self):
        files = [path for path in self.folder.iterdir()
                 if path.name.startswith("mail.") and not path.name.endswith(".new")]
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)]

    def configuration(self, path, log, more=""):
        path.write_text('since = "2020-01-01"\nlogs = ["%s"]\n[[to]]\nsendmail = "ops@example.com,root"\n'
                        'program = "%s"\n%s' % (log, self.program, more))
        return path


@pytest.fixture
def mails(tmp_path):
    return Mails(tmp_path)


def test_a_mail_for_each_new_group_which_no_report_can_forge(tmp_path, mails):
    log = tmp_path / "app.log"
    hostile = "x\nBcc: evil@example.com\r\n\r\n.\nQUIT\n\u00fc" + 200 * "y"
    write(log, of_one_group(5, "first") + of_one_group(2, hostile))
    with Ship(tmp_path, "--config", mails.configuration(tmp_path / "ship.toml", log)) as ship:
        wait_for(lambda: len(mails.all()) == 2)
        assert ship.end() == 0
    first, second = mails.all()
    assert (mails.folder / "arguments").read_text() == "-i -- ops@example.com root\n" * 2
    assert first["Subject"] == "New error in /srv/app.py: ValueError: first"
    assert [str(each) for each in first["To"].addresses] == ["ops@example.com", "root"]
    assert "cel list " in first.get_content() and first["Auto-Submitted"] == "auto-generated"
    assert second["Bcc"] is None and "Bcc: evil" in second.get_content()
    assert {name for name, _ in first.items()} == {name for name, _ in second.items()}
    assert first["Message-ID"] != second["Message-ID"] and first["References"] != second["References"]


def test_a_mail_that_is_not_taken_comes_again(tmp_path, mails):
    log = tmp_path / "app.log"
    write(log, of_one_group(3, "first"))
    (mails.folder / "broken").touch()
    with Ship(tmp_path, "--config", mails.configuration(tmp_path / "ship.toml", log)) as ship:
        wait_for(lambda: "sendmail ended with status 75" in ship.said())
        assert mails.all() == []
        (mails.folder / "broken").unlink()
        wait_for(lambda: len(mails.all()) == 1)
        assert ship.end() == 0


def test_a_storm_of_new_groups_is_two_mails_and_how_many_more(tmp_path, mails):
    log = tmp_path / "app.log"
    write(log, [report for number in range(30) for report in of_one_group(1, "error" + "x" * number)])
    configuration = mails.configuration(tmp_path / "ship.toml", log, 'new-groups = 2\nperiod = "4s"\n')
    with Ship(tmp_path, "--config", configuration) as ship:
        wait_for(lambda: len(mails.all()) == 3)
        assert ship.end() == 0
    subjects = [mail["Subject"] for mail in mails.all()]
    assert subjects[2] == "And 28 more groups are new"
    assert "cel groups --since -1min" in mails.all()[2].get_content()


def test_with_a_rate_a_known_group_is_told_of_when_it_comes_that_often(tmp_path, mails):
    log = tmp_path / "app.log"
    write(log, of_one_group(9, "first"))
    configuration = mails.configuration(tmp_path / "ship.toml", log, 'rate = "10/1h"\n')
    with Ship(tmp_path, "--config", configuration) as ship:
        wait_for(lambda: len(mails.all()) == 1)
        write(log, some_more(1, "first"))
        wait_for(lambda: len(mails.all()) == 2)
        assert ship.end() == 0
    assert mails.all()[1]["Subject"].startswith("9 times more, at a rate of 10/1h in /srv/app.py: ")


def test_a_group_that_was_resolved_is_told_of_when_it_is_back(tmp_path, mails):
    log = tmp_path / "app.log"
    write(log, of_one_group(1, "first"))
    env = dict(os.environ, XDG_STATE_HOME=str(tmp_path / "home"))
    configuration = mails.configuration(tmp_path / "ship.toml", log)
    with Ship(tmp_path, "--config", configuration, env=env) as ship:
        wait_for(lambda: len(mails.all()) == 1)
        group = mails.all()[0].get_content().split("cel list ")[1].split()[0]
        subprocess.run([CEL, "resolve", group, log], env=env, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        write(log, [dict(report, time=int(time.time()) + 2) for report in some_more(1, "first")])
        wait_for(lambda: len(mails.all()) == 2)
        assert ship.end() == 0
    assert mails.all()[1]["Subject"].startswith("Back after it was resolved in /srv/app.py: ")


def some_more(count, what):
    return [dict(report, id=report["id"][::-1]) for report in of_one_group(count, what)]


def test_addresses_and_programs_are_plain(tmp_path):
    for words, said in [("sendmail=-oQ/tmp", "addresses are like"), ("sendmail=a b", "addresses are like"),
                        ("sendmail=$(id)", "addresses are like")]:
        assert said in refused(tmp_path, "--to", words)
    path = tmp_path / "ship.toml"
    for key, said in [('program = "sendmail; id"', "an absolute path"), ('rate = "many"', "such as 100/1h"),
                      ('new-groups = 0', "a number from 1 on"),
                      ('from = "a\\nBcc: b"', "addresses are like")]:
        path.write_text('[[to]]\nsendmail = "root"\n%s\n' % key)
        assert said in refused(tmp_path, "--config", path)
    assert not os.path.exists(tmp_path / "state")


def refused(folder, *arguments):
    """What it says of wrong arguments."""
    done = subprocess.run([CEL, "ship", "--state", folder, *arguments], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    return done.stderr.decode()
