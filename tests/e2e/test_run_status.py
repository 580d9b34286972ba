# SPDX-License-Identifier: Apache-2.0
"""What an init ends with is what its program ended with."""

import subprocess

import pytest
from launchers import CEL_RUN, OTHERS, compared, launcher, namespace_command, run

# One shell starts them all: a namespace for each of 256 programs, not an interpreter as well.
EVERY_STATUS = """
status=0
while [ $status -lt 256 ]; do
    "$@" sh -c "exit $status" 2>/dev/null
    echo $status $?
    status=$((status + 1))
done
"""
FATAL = {"HUP": 1, "INT": 2, "ABRT": 6, "KILL": 9, "USR1": 10, "SEGV": 11, "PIPE": 13, "TERM": 15}


@pytest.mark.parametrize("name", compared(*OTHERS))
def test_every_exit_status_is_the_program_s(name):
    command = namespace_command(launcher(name), *(["--no-report"] if name == "cel-run" else []), "--")
    done = subprocess.run(
        ["sh", "-c", EVERY_STATUS, "sh", *command], stdout=subprocess.PIPE, encoding="ascii", check=True
    )
    assert done.stdout.splitlines() == ["%d %d" % (status, status) for status in range(256)]


@pytest.mark.parametrize("signal", FATAL)
@pytest.mark.parametrize("name", compared(*OTHERS))
def test_a_signal_s_end_is_128_and_the_signal(name, signal):
    assert run(launcher(name), "--", "sh", "-c", "kill -%s $$" % signal).returncode == 128 + FATAL[signal]


@pytest.mark.parametrize("name", compared("tini", "tini-static"))
@pytest.mark.parametrize("program, status", [("nosuch", 127), ("/etc/passwd", 126), ("/etc", 126)])
def test_what_cannot_run_is_127_or_126(name, program, status):
    done = run(launcher(name), "--", program)
    assert done.returncode == status
    assert program in done.stderr


@pytest.mark.parametrize("name", compared("tini", "tini-static"))
def test_tini_s_e_makes_a_status_0(name):
    assert run(launcher(name), "-e", "143", "-e", "7", "--", "sh", "-c", "exit 7").returncode == 0
    assert run(launcher(name), "-e", "143", "--", "sh", "-c", "kill $$").returncode == 0


@pytest.mark.parametrize(
    "pair, status, expected", [("7:9", 7, 9), ("0:1", 0, 1), ("7:9", 8, 8), ("143:0", 143, 0)]
)
def test_remap_makes_any_status_any_other(pair, status, expected):
    assert run(CEL_RUN, "--remap", pair, "--", "sh", "-c", "exit %d" % status).returncode == expected


@pytest.mark.parametrize(
    "options",
    [
        "-v",
        "--nosuch",
        "-x",
        "-p NOSUCH",
        "-p",
        "-e 256",
        "-e x",
        "--grace soon",
        "--grace -1",
        "--delay 1y",
        "--rewrite TERM",
        "--rewrite TERM:NOSUCH",
        "--remap 1",
        "--remap 1:256",
        "--stderr-tail 2M",
        "--relay relative",
    ],
)
def test_a_wrong_option_is_one_sentence_and_125_and_nothing_runs(options, tmp_path):
    program = [] if options == "-v" else ["--", "touch", str(tmp_path / "ran")]
    done = run(CEL_RUN, *options.split(), *program)
    assert done.returncode == 125
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("cel-run: ")
    assert not (tmp_path / "ran").exists()


def test_alone_it_shows_its_usage_and_is_125():
    done = run(CEL_RUN)
    assert done.returncode == 125 and done.stdout == ""
    assert done.stderr == run(CEL_RUN, "--help").stdout


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_fits_on_one_screen(option):
    done = run(CEL_RUN, option)
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 100
