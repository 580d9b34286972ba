# SPDX-License-Identifier: Apache-2.0
"""cel as a person uses it on a host: its commands, matches, output forms, exit statuses, and bad input."""

import glob
import json
import os
import re
import shutil
import subprocess

import jsonschema
import pytest
from engines.bare import run_bare
from programs import PATIENCE
from reports import report, text_of

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
COMMANDS = ["list", "groups", "show", "follow", "report", "resolve", "mute", "reopen", "ship", "doctor"]
with open(os.path.join(ROOT, "docs", "cel.schema.json")) as schema:
    SCHEMA = json.load(schema)


def cel(*arguments, stdin=None, env=None):
    assert os.path.exists(CEL), "there is no %s: run make" % CEL
    return subprocess.run(
        [CEL, *arguments], input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        env=dict(os.environ, TZ="UTC", **(env or {})),
    )


def objects(done):
    values = [json.loads(line) for line in done.stdout.splitlines()]
    for value in values:
        jsonschema.validate(value, SCHEMA)
    return values


def lines_of(logger, *records):
    """What the logger makes of the records, in a PID 1's output."""
    done = run_bare(logger, stdin=b"\n".join(text_of(record) for record in records), env=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def log(logger, tmp_path_factory):
    """A log of plain text with three reports, one of them in parts, amid other output."""
    path = tmp_path_factory.mktemp("logs") / "app.log"
    records = [report(1), report(2, size=20_000), dict(report(1), id="ab" * 16, time=1700000050)]
    path.write_bytes(b"starting\n" + lines_of(logger, *records) + b"unfinished " + b"\nthe end\n")
    return str(path)


def test_list_is_newest_first_and_reverse_is_not(log):
    newest = [one["time_us"] for one in objects(cel("list", "--json", log))]
    assert newest == [1700000050_000000, 1700000002_000000, 1700000001_000000]
    assert [one["time_us"] for one in objects(cel("-r", "--json", log))] == newest[::-1]


def test_a_list_for_people_has_a_heading_and_a_line_for_each_report(log):
    heading, *lines = cel(log).stdout.decode().splitlines()
    assert heading.split() == ["TIME", "CONTAINER", "TYPE", "ID", "WHERE", "REASON"]
    assert len(lines) == 3
    assert lines[0].split(None, 6) == [
        "2023-11-14", "22:14:10", "app.log", "Python3", "ab" * 6, "app.py:1:work", "ValueError: report 1"
    ]
    assert cel("--no-legend", log).stdout.decode().splitlines() == lines


@pytest.mark.parametrize(
    "words, count",
    [
        (["type=Python3"], 3),
        (["type=Java"], 0),
        (["reason=*report 2"], 1),
        (["pid=3", "type=Python3"], 1),
        (["pid=2", "pid=3"], 3),
        (["abababab"], 1),
        (["valueerror"], 3),
        (["report 2"], 1),
        (["app.*"], 3),
        (["-n", "2"], 2),
        (["-1"], 1),
        (["-S", "@1700000002"], 2),
        (["-S", "@1700000002", "-U", "@1700000040"], 1),
        (["nothing"], 0),
    ],
)
def test_matches_times_and_numbers_narrow_a_list_down(log, words, count):
    done = cel("list", "--json", *words, log)
    assert len(objects(done)) == count
    assert done.returncode == (0 if count else 1)
    hints = 0 if count else 1
    assert done.stderr.count(b"\n") == done.stderr.count(b"no report matches") == hints


def test_groups_count_what_is_the_same_error(log):
    one, other = objects(cel("groups", "--json", log))
    assert (one["count"], other["count"]) == (2, 1)
    assert one["last_us"] == 1700000050_000000
    assert sum(one["histogram"]["counts"]) == one["count"]


def test_show_prints_the_whole_record_of_a_report_in_parts(log):
    (shown,) = objects(cel("show", "--json", "pid=3", "-n1", log))
    assert shown["record"] == report(2, size=20_000)
    assert shown["state"] == "whole" and shown["parts_present"] == shown["parts"] > 0
    text = cel("show", "pid=3", log).stdout.decode()
    assert "ValueError: report 2" in text


def test_a_page_is_written_and_json_says_what_is_in_it(log, tmp_path):
    page = str(tmp_path / "page.html")
    (written,) = objects(cel("report", "--json", "-o", page, log))
    assert written == {"page": page, "groups": 2, "ungrouped": 0}
    with open(page) as file:
        assert "ValueError" in file.read()


def test_pretty_json_is_the_same_json(log):
    assert json.loads(cel("show", "--json=pretty", log).stdout) == objects(cel("show", "--json", log))[0]


def test_what_is_piped_in_is_read(log):
    with open(log, "rb") as stream:
        text = stream.read()
    assert len(objects(cel("--json", stdin=text))) == 3
    assert len(objects(cel("list", "--json", "-", stdin=text))) == 3


def test_a_report_without_its_last_part_is_shown_from_its_head_and_counted(logger, tmp_path):
    lines = lines_of(logger, report(5, size=30_000)).splitlines(keepends=True)
    broken = tmp_path / "broken.log"
    broken.write_bytes(b"".join(lines[:-1]) + b"container-exception-logger - {torn\n")
    done = cel("--json", str(broken))
    (found,) = objects(done)
    assert found["state"] == "incomplete" and found["parts_present"] == found["parts"] - 1
    assert found["record"]["reason"] == report(5)["reason"]
    assert done.stderr == (
        b"cel: also found: 1 report with parts missing, 1 line with the tag, but no report\n"
    )
    assert cel("-q", "--json", str(broken)).stderr == b""
    assert "parts" in cel("show", str(broken)).stdout.decode()


def test_another_tag_is_found_when_it_is_named(logger, tmp_path):
    done = run_bare(logger, "--tag", "shop", stdin=text_of(report()), env=PATIENCE)
    log = tmp_path / "tagged.log"
    log.write_bytes(done.stdout)
    assert cel(str(log)).returncode == 1
    assert len(objects(cel("--json", "--tag", "shop", str(log)))) == 1


@pytest.mark.parametrize(
    "arguments",
    [["--frobnicate"], ["-S", "soon"], ["--json=xml"], ["-n", "many"], ["=x"], [""], ["report"],
     ["report", "--json", "-o", "-"],
     ["-D", "/a", "--root", "/b"], ["--tag", ""]],
    ids=" ".join,
)
def test_wrong_usage_is_status_2_and_one_sentence(arguments):
    done = cel(*arguments)
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.startswith(b"cel: ") and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [["/nowhere.log"], ["--file", "/nowhere/*.journal"], ["-D", "/nowhere"],
                                       ["--cri=/nowhere"]], ids=" ".join)
@pytest.mark.parametrize("command", ["list", "groups", "show"])
def test_what_is_not_there_is_status_1_and_one_sentence(command, arguments):
    done = cel(command, *arguments)
    assert done.returncode == 1 and done.stdout == b""
    assert done.stderr.startswith(b"cel: ") and done.stderr.count(b"\n") == 1
    assert b"/nowhere" in done.stderr


def test_a_log_without_reports_is_status_1_and_says_so(tmp_path):
    empty = tmp_path / "empty.log"
    empty.write_bytes(b"all is well\n")
    done = cel(str(empty))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"cel: no reports found (looked at: files); cel doctor tells which logs there are\n"


@pytest.mark.parametrize("word", ["shw", "shwo", "shoow", "sho", "shaw"])
def test_a_mistyped_command_is_asked_about(log, word):
    done = cel(log, word)
    assert done.returncode == 1
    assert done.stderr.decode().endswith(
        "no report matches, of 3 that were read (looked at: files); did you mean the command show?\n")


def test_a_word_that_is_like_no_command_is_only_not_found(log):
    assert b"did you mean" not in cel(log, "shopping").stderr


def test_a_full_disk_is_said(log):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CEL, log], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert b"No space left" in done.stderr


def test_a_reader_that_goes_away_is_no_failure(log):
    done = subprocess.run(
        ["sh", "-c", '"%s" "%s" | true; exit 0' % (CEL, log)], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    assert done.stderr == b""


def test_control_characters_of_a_report_never_reach_the_terminal(logger, tmp_path):
    evil = dict(report(), reason="a.py:1:f:E: \x1b[2J\x07\u202e", type="\x1b]0;x\x07")
    log = tmp_path / "evil.log"
    log.write_bytes(lines_of(logger, evil))
    for command in ("list", "groups", "show"):
        text = cel(command, str(log)).stdout.decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "\\x1b[2J" in text or command == "show"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option_and_so_do_the_manual_and_the_completions(command):
    done = cel(command, "--help")
    assert done.returncode == 0
    options = set(re.findall(r"--[a-z][a-z-]+", done.stdout.decode())) - {"--help"}
    assert {"--since", "--json", "--docker"} <= options
    for path in ["packaging/man/cel.1", *glob.glob("packaging/completions/*", root_dir=ROOT)]:
        with open(os.path.join(ROOT, path)) as page:
            text = page.read()
        for option in options:
            assert re.search(r"(-|-l )%s\b" % option[2:], text), (path, option)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_in_the_docs_by_one_of_its_names(command):
    text = ""
    for path in ["docs/cel.md", "docs/follow.md", "docs/triage.md", "docs/ship.md"]:
        with open(os.path.join(ROOT, path)) as page:
            text += page.read()
    listed = re.findall(r"^  (-\S+)", cel(command, "--help").stdout.decode(), re.MULTILINE)
    assert {"-D,--directory", "--docker", "-n,--lines"} <= set(listed)
    missing = [names for names in listed if names != "-h,--help"
               and not any(re.search(r"(?<![\w-])%s\b" % name, text) for name in names.split(","))]
    assert missing == []


def test_every_place_is_in_the_docs_table_of_what_is_read():
    places = re.search(r"^Logs:\n((?:  .*\n)+)", cel("--help").stdout.decode(), re.MULTILINE)[1]
    with open(os.path.join(ROOT, "docs", "cel.md")) as page:
        table = re.search(r"^\| option \| reads \|\n((?:\|.*\n)+)", page.read(), re.MULTILINE)[1]
    names = [names.split(",") for names in re.findall(r"^  (-\S+)", places, re.MULTILINE)]
    assert ["--journal"] in names and ["--cri"] in names
    missing = [each for each in names if not any("`%s" % name in table for name in each)]
    assert missing == []


def test_every_command_is_in_the_manual_the_docs_and_the_completions():
    listed = cel("--help").stdout.decode().partition("Subcommands:")[2]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == COMMANDS
    for path in ["packaging/man/cel.1", "docs/cel.md", *glob.glob("packaging/completions/*", root_dir=ROOT)]:
        with open(os.path.join(ROOT, path)) as page:
            text = page.read()
        assert [name for name in COMMANDS if not re.search(r"\b%s\b" % name, text)] == [], path


def test_the_completions_are_read_by_their_shells():
    for shell, arguments, name in [("bash", ["-n"], "cel.bash"), ("zsh", ["-n"], "_cel"),
                                   ("fish", ["--no-execute"], "cel.fish")]:
        assert shutil.which(shell), "%s is missing: packaging/dependencies.sh test" % shell
        path = os.path.join(ROOT, "packaging", "completions", name)
        done = subprocess.run([shell, *arguments, path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert (done.returncode, done.stdout) == (0, b"")


def test_bash_completes_commands_and_options():
    script = 'source "$1"; COMP_WORDS=(cel %s); COMP_CWORD=%d; _cel 2>/dev/null; echo "${COMPREPLY[*]}"'
    path = os.path.join(ROOT, "packaging", "completions", "cel.bash")

    def completed(*words):
        done = subprocess.run(
            ["bash", "-c", script % (" ".join("'%s'" % word for word in words), len(words)), "-", path],
            stdout=subprocess.PIPE,
        )
        return done.stdout.decode().split()

    assert completed("gro") == ["groups"]
    assert completed("follow", "--cur") == ["--cursor-file"]
    assert "--cursor-file" not in completed("list", "--c")
    assert completed("-S", "yes") == ["yesterday"]


class TestDoctor:
    def test_in_a_container_it_says_where_a_report_goes(self):
        done = run_bare("sh", "-c", "%s doctor --json -q; exit $?" % CEL)
        (found,) = [json.loads(line) for line in done.stdout.splitlines()]
        jsonschema.validate(found, SCHEMA)
        assert done.returncode == 0
        first = next(sink for sink in found["sinks"] if sink["works"])
        assert first["name"] == "PID 1's stdout"

    def test_a_closed_way_has_its_reason(self):
        done = run_bare("sh", "-c", "CEL_SOCKET=/nowhere/cel.sock %s doctor" % CEL)
        text = b" ".join(done.stdout.split())
        assert b"no the relay /nowhere/cel.sock cannot connect: No such file or directory" in text

    def test_a_test_report_is_sent_and_arrives(self, tmp_path):
        log = tmp_path / "pid1.log"
        done = run_bare("sh", "-c", "%s doctor --send-test --json; exit $?" % CEL)
        assert done.returncode == 0
        own = [line for line in done.stdout.splitlines() if line.startswith(b"{")]
        sent = json.loads(own[0])
        jsonschema.validate(sent, SCHEMA)
        assert sent["sink"] == "PID 1's stdout"
        log.write_bytes(done.stdout)
        there = cel("doctor", "--expect", sent["id"], str(log))
        assert there.returncode == 0 and b"has arrived" in there.stdout
        (found,) = objects(cel("list", "--json", sent["id"], str(log)))
        assert found["record"]["type"] == "Test"

    def test_what_does_not_arrive_is_status_1(self, log):
        done = cel("doctor", "--expect", "c0ffee", "--wait", "0.1", log)
        assert done.returncode == 1
        assert b"c0ffee did not arrive within 0.1 seconds" in done.stderr
