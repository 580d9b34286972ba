# SPDX-License-Identifier: Apache-2.0
"""Groups by a person's rules: one place decides, and every command agrees."""

import json

import pytest
from reader_home import Home, failure

RULES = """
[[group]]
name = "Database is down"
message = "could not connect*"

[[group]]
exception = "KeyError"
split-by = "message"
"""


@pytest.fixture
def home(tmp_path):
    """Reports of 3 errors, and rules that make 3 other groups of them."""
    home = Home(tmp_path, [
        failure(1, "pay", "OperationalError", "could not connect to a"),
        failure(2, "mail", "InterfaceError", "could not connect to b"),
        failure(3, "pay", "OperationalError", "could not connect to b", "1.1"),
        failure(4, "work", "KeyError", "'one'"),
        failure(5, "work", "KeyError", "'two'"),
        failure(6, "work", "KeyError", "'two'", "1.1"),
    ])
    home.rules.write_text(RULES)
    return home


def counts(groups):
    return sorted((each.get("group_name", ""), each.get("group_part", ""), each["count"]) for each in groups)


def test_rules_make_a_named_group_and_split_another(home):
    assert counts(home.objects("groups", "app.log")) == [
        ("", "message='one'", 1), ("", "message='two'", 2), ("Database is down", "", 3)]
    text = home.cel("groups", "app.log").stdout
    assert "Database is down: " in text and "KeyError: 'one' [message='one']" in text


def test_a_named_file_replaces_the_usual_ones(home):
    (home.folder / "other.toml").write_text('[[group]]\nname = "all"\ntype = "*"\n')
    assert counts(home.objects("groups", "--rules", "other.toml", "app.log")) == [("all", "", 6)]


def test_every_command_has_the_same_group_of_a_report(home):
    def group_by_id(reports):
        return {one["id"]: one["fingerprint"] for one in reports}

    listed = group_by_id(home.objects("list", "app.log"))
    groups = {group["fingerprint"]: group for group in home.objects("groups", "app.log")}
    assert sorted(groups) == sorted(set(listed.values()))
    assert group_by_id(home.objects("follow", "-", stdin=home.log.read_text())) == listed
    sent = home.cel("ship", "--dry-run", "--to", "exec=cat", "-", stdin=home.log.read_text()).stdout
    assert group_by_id(json.loads(line) for line in sent.splitlines() if line.startswith("{")) == listed
    for fingerprint, group in groups.items():
        shown = home.cel("show", fingerprint, "app.log").stdout
        assert "Group      %s (" % fingerprint in shown
        assert "Id         %s\n" % group["newest"] in shown
        assert group["count"] == len(home.objects("list", fingerprint, "app.log"))
    assert home.cel("report", "-o", "page.html", "app.log").returncode == 0
    page = (home.folder / "page.html").read_text(encoding="utf-8")
    assert page.count('<article class="group"') == len(groups)
    assert all(fingerprint in page for fingerprint in groups) and "Database is down: " in page


def test_a_group_is_found_by_its_name(home):
    assert len(home.objects("list", "group=Data*", "app.log")) == 3


def test_split_by_makes_a_group_for_each_value(home):
    assert counts(home.objects("groups", "--split-by", "version", "app.log")) == [
        ("", "message='one' version=1.0", 1), ("", "message='two' version=1.0", 1),
        ("", "message='two' version=1.1", 1), ("Database is down", "version=1.0", 2),
        ("Database is down", "version=1.1", 1)]
    home.rules.write_text("")
    for field, count in [("executable", 3), ("message", 5), ("host", 3), ("container", 3)]:
        assert len(home.objects("groups", "--split-by", field, "app.log")) == count, field


@pytest.mark.parametrize("text, where", [
    ("[[group]]\nname = 'x'\nfile = 3\n", "line 3, column 8: "),
    ("[[group\n", "line 1, column 8: "),
    ("[[group]]\nname = 'x'\n", "line 1, column 1: "),
    ("\x00", "line 1, column 1: "),
])
def test_a_broken_file_is_one_sentence_and_the_command_works_without_it(home, text, where):
    home.rules.write_text(text)
    for command in ("list", "groups", "show"):
        done = home.cel(command, "--json", "app.log")
        assert done.returncode == 0 and done.stdout
        assert done.stderr.startswith("cel: %s: %s" % (home.rules, where)) and done.stderr.count("\n") == 1
    assert len(home.cel("groups", "--no-legend", "app.log").stdout.splitlines()) == 3


def test_a_file_that_is_named_and_not_there_is_a_sentence(home):
    done = home.cel("groups", "--rules", "nowhere.toml", "app.log")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 4
    assert done.stderr == "cel: cannot read nowhere.toml: there is no such file; its rules are left aside\n"
