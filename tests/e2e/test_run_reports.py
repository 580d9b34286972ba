# SPDX-License-Identifier: Apache-2.0
"""An abnormal end of any program behind cel-run is a report, once."""

import os
import subprocess

import cel_lines
import grouping
import pytest
from dying import PROGRAMS, build, built
from launchers import CEL_RUN, namespace_command
from programs import AS_UID_1000


def run(*argv, cwd=None, env=None):
    """Runs `argv` behind cel-run as PID 1: its status, the records in its log, and its stderr."""
    done = subprocess.run(
        namespace_command(CEL_RUN, *argv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=dict(os.environ, **(env or {})),
        timeout=120,
    )
    records, rest = cel_lines.decode(done.stdout)
    return done.returncode, records, done.stderr.decode(errors="replace"), rest


def functions(record):
    return [frame["function"] for link in record["exceptions"] for frame in link["frames"]]


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_traceback_on_stderr_is_the_report_s(name, tmp_path):
    program = PROGRAMS[name]
    status, records, stderr, _ = run("--stderr-tail", "64K", "--", *built(name, tmp_path), cwd=tmp_path)
    assert status == program.status
    (record,) = records
    assert record["type"] == program.type
    assert program.error in record["reason"]
    assert record["backtrace"] in stderr  # which came through
    if program.function:
        assert any(program.function in function for function in functions(record))
    assert record["process"]["status"] == program.status
    assert record["fingerprint"].startswith("cel2:")


@pytest.mark.parametrize("name", PROGRAMS)
def test_stderr_is_the_same_with_its_tail_kept(name, tmp_path):
    """Byte for byte, but for what differs from run to run: numbers."""
    words = built(name, tmp_path)
    plain = run("--no-report", "--", *words, cwd=tmp_path)
    kept = run("--no-report", "--stderr-tail", "1K", "--", *words, cwd=tmp_path)
    assert plain[0] == kept[0]
    digits = str.maketrans("0123456789abcdef", "0" * 16)
    assert plain[2].translate(digits).split() == kept[2].translate(digits).split()


def test_the_cause_is_told_where_a_dump_of_thousands_of_goroutines_begins(tmp_path):
    words = build("dump.go", ["go", "build", "-o", "program", "dump.go"], ["./program"], tmp_path)
    status, (record,), stderr, _ = run("--stderr-tail", "16K", "--", *words, cwd=tmp_path,
                                       env={"GOTRACEBACK": "all"})
    assert (status, record["type"]) == (2, "Go")
    assert record["reason"] == "runtime error: index out of range [7] with length 2"
    assert functions(record) == ["main", "price"]
    assert stderr.count("goroutine ") > 2000 and stderr.startswith(record["backtrace"][:10_000])
    assert len(record["backtrace"]) < (16 + 33) * 1024


def test_the_last_line_that_names_an_error_is_the_reason_of_a_program_that_is_not_known():
    grouping.build_tool()
    script = "echo starting; echo 'shop: cannot open /srv/orders/%s: gone'; echo 'try --help'; exit 3"
    one, other = (run("--stderr-tail", "64K", "--", "sh", "-c", "exec >&2; " + script % number)[1][0]
                  for number in (4711, 12))
    assert one["reason"] == "sh ended with status 3: shop: cannot open /srv/orders/4711: gone"
    assert len(set(grouping.fingerprints([one, other]))) == 1
    assert one["type"] == "Process" and "try --help" in one["backtrace"]


def test_a_signal_and_a_status_are_reports_without_any_tail():
    status, (record,), _, _ = run("--", "sh", "-c", "exit 3")
    assert status == 3
    assert (record["type"], record["mechanism"], record["severity"]) == ("Process", "exit", "fatal")
    assert record["reason"] == "sh ended with status 3"
    status, (record,), _, _ = run("--", "sh", "-c", "kill -SEGV $$")
    assert status == 139
    assert record["mechanism"] == "signal"
    assert record["process"]["signal"] == "SIGSEGV"


def test_the_report_tells_what_ran_and_what_it_took():
    burn = "import os\nx = 'a' * 50_000_000\nfor _ in range(2_000_000): pass\nos._exit(4)"
    _, (record,), _, _ = run("--", "/usr/bin/python3", "-c", burn, "--password", "hunter2")
    process = record["process"]
    assert process["command"] == ["/usr/bin/python3", "-c", burn, "--password", "[redacted]"]
    assert record["executable"] == os.path.realpath("/usr/bin/python3")
    assert process["resources"]["max_rss_kib"] > 50_000
    assert 0 < process["resources"]["user_seconds"] <= process["seconds"] * 2
    assert record["pid"] == 2 and record["uid"] == os.geteuid()


def what_ran(record):
    return record["executable"], record["reason"].split()[0]


def test_the_same_end_is_told_of_the_same_program_however_short_it_ran():
    records = [run("--", "sh", "-c", "exit 6")[1][0] for _ in range(10)]
    assert {what_ran(record) for record in records} == {(os.path.realpath("/bin/sh"), "sh")}


SERVER = "#!/bin/sh\nexit 3\n"
ENTRY_POINTS = {
    'exec "$@"': ("server", "server"),
    'exec {folder}/bin/server "$@"': ("server", "server"),
    "exec /usr/bin/python3 -c 'raise SystemExit(3)'": ("python3", "python3"),
    "exit 3": ("entry.sh", "{folder}/entry.sh"),
}


def script(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("last", ENTRY_POINTS)
def test_a_program_is_named_that_an_entry_point_becomes(last, tmp_path):
    server = script(tmp_path / "bin" / "server", SERVER)
    entry = script(tmp_path / "entry.sh", "#!/bin/sh\n%s\n" % last.format(folder=tmp_path))
    _, (record,), _, _ = run("--", entry, "server", "--port", "80",
                             env={"PATH": "%s:%s" % (server.parent, os.environ["PATH"])})
    executable, name = (text.format(folder=tmp_path) for text in ENTRY_POINTS[last])
    files = {"server": server, "entry.sh": entry}
    assert what_ran(record) == (str(files.get(executable, executable)), name)


def test_a_script_keeps_its_name_whatever_interprets_it_and_a_program_that_renames_itself(tmp_path):
    rename = "open('/proc/self/comm', 'w').write('%s')\nraise SystemExit(3)\n"
    for text in (rename % "MainThread", "raise SystemExit(3)\n"):
        app = script(tmp_path / "app.py", "#!/usr/bin/env python3\n" + text)
        assert what_ran(run("--", app)[1][0]) == (str(app), str(app))
    _, (record,), _, _ = run("--", "/usr/bin/python3", "-c", rename % "MainThread")
    assert what_ran(record) == (os.path.realpath("/usr/bin/python3"), "/usr/bin/python3")


def test_who_it_was_is_told_though_it_changed_user(as_root):
    _, (record,), _, _ = run("--", *AS_UID_1000.split(), "/bin/sh", "-c", "sleep 0.1; exit 3")
    assert record["uid"] == 1000


def test_a_core_that_was_dumped_is_told(tmp_path, as_root):
    pattern = "/proc/sys/kernel/core_pattern"
    with open(pattern) as file:
        if file.read().startswith("|"):
            pytest.skip("%s is a pipe: what it does with cores is not ours to try" % pattern)
    script = "ulimit -c unlimited; exec sh -c 'kill -SEGV $$'"
    _, (record,), _, _ = run("--", "sh", "-c", script, cwd=tmp_path)
    assert record["process"]["core_dumped"] is True
    assert record["reason"].endswith("core dumped")


def test_why_there_is_no_core_is_told_with_what_to_set():
    with open("/proc/sys/kernel/core_pattern") as file:
        taken_by_another = file.read().startswith("|")
    _, (record,), _, _ = run("--", "sh", "-c", "ulimit -c 0; exec sh -c 'kill -SEGV $$'")
    assert record["process"]["core_dumped"] is False
    assert taken_by_another or "its limit is 0; set it by" in record["process"]["no_core"]
    _, (record,), _, _ = run("--", "sh", "-c", "kill -KILL $$")
    assert "no_core" not in record["process"]


def test_what_cannot_run_is_a_report():
    status, (record,), stderr, _ = run("--", "nosuch")
    assert status == 127
    assert record["reason"] == "nosuch could not be run: No such file or directory (ENOENT)"
    assert stderr.count("\n") == 1


@pytest.mark.parametrize("options", [["--no-report"], ["-e", "3"], ["--remap", "3:0"]], ids=" ".join)
def test_a_status_that_is_not_wanted_reported_is_none(options):
    assert run(*options, "--", "sh", "-c", "exit 3")[1] == []


@pytest.mark.parametrize("answer", ["trap 'exit 0' TERM", "trap 'exit 143' TERM", "trap - TERM"])
def test_the_answer_to_a_stop_signal_is_no_report(answer):
    script = answer + "; (sleep 0.3; kill -TERM 1) & while :; do sleep 0.01; done"
    status, records, _, _ = run("--", "sh", "-c", script)
    assert status in (0, 143) and records == []


@pytest.mark.parametrize("answer, status", [("exit 1", 1), ("kill -SEGV $$", 139)])
def test_another_end_after_a_stop_signal_is_a_report(answer, status):
    script = "trap '%s' TERM; (sleep 0.3; kill -TERM 1) & while :; do sleep 0.01; done" % answer
    found, records, _, _ = run("--", "sh", "-c", script)
    assert found == status and len(records) == 1


@pytest.mark.parametrize("user", ["root", "another user"])
def test_what_its_hook_reported_is_not_reported_twice(user, volume, as_root):
    as_user = AS_UID_1000.split() if user == "another user" else []
    status, records, _, _ = run(
        "--stderr-tail",
        "64K",
        "--",
        *as_user,
        "/usr/bin/python3",
        "-c",
        "{}['key']",
        env={"PYTHONPATH": volume},
    )
    assert status == 1
    (record,) = records
    assert record["mechanism"] == "excepthook"
    assert ("peer" in record) == (user != "root")  # by way of the relay


def test_an_error_that_was_reported_and_survived_does_not_hide_the_end(volume):
    survived = "import logging, os\ntry: {}['key']\nexcept KeyError: logging.exception('no')\n"
    program = survived + "os.kill(os.getpid(), 11)"
    _, records, _, _ = run("--", "/usr/bin/python3", "-c", program, env={"PYTHONPATH": volume})
    assert [record["mechanism"] for record in records] == ["logging", "signal"]


def test_another_process_s_report_does_not_hide_the_end(volume):
    program = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', '{}[0]']) + 4)"
    _, records, _, _ = run("--", "/usr/bin/python3", "-c", program, env={"PYTHONPATH": volume})
    assert [record["mechanism"] for record in records] == ["excepthook", "exit"]


def test_a_cel_run_behind_another_reports_once():
    status, records, _, _ = run("--", CEL_RUN, "-s", "--", "sh", "-c", "exit 3")
    assert status == 3 and len(records) == 1


def test_a_last_word_without_a_newline_is_kept():
    script = "printf 'the very last word' >&2; exit 1"
    _, (record,), stderr, _ = run("--stderr-tail", "10", "--", "sh", "-c", script)
    assert stderr == "the very last word"
    assert record["backtrace"].endswith("\n\nlast word")
