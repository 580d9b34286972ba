# SPDX-License-Identifier: Apache-2.0
"""How the report of a Perl program gets out, where that is not easy."""

import json
import resource

import cel_lines
import languages
import pytest
from engines.bare import run_bare
from hook_runner import copied, replace_logger

BOOM = "sub f { die 'boom' }\nf();\n"


def test_a_logger_that_hangs_costs_no_more_than_its_time(perl, runner, program, own_volume):
    replace_logger(own_volume, "exec sleep 100\n")
    assert runner.compare([perl, program(BOOM)], env={"CEL_TIMEOUT": "0.5"}).reports == []


@pytest.mark.parametrize("script", ["exit 2\n", "kill -9 $$\n", "exec <&-; sleep 0.1; exit 0\n"])
def test_a_broken_logger_changes_nothing(perl, runner, program, own_volume, script):
    replace_logger(own_volume, script)
    runner.compare([perl, program("$SIG{PIPE} = sub { print 'pipe' }; die 'boom' x 100_000")])


@pytest.mark.parametrize(
    "variable, value", [("CEL_LOGGER", "%s/container-exception-logger"), ("PATH", "/bin:%s")]
)
def test_another_logger_is_found_by(perl, runner, program, own_volume, volume, variable, value):
    replace_logger(own_volume, None)
    assert len(runner.compare([perl, program(BOOM)], env={variable: value % (volume + "/bin")}).reports) == 1


def alone(volume, *command):
    """What a program as PID 1 writes that cannot start the logger: its one record."""
    done = run_bare(*command, env=languages.variables(volume, "perl"))
    (record,), other = cel_lines.decode(done.stdout)
    assert other == b"" and done.returncode != 0, done
    assert record["type"] == "Perl" and record["reason"].startswith("die at ")
    assert "program.pl line" in record["backtrace"] and "boom" not in json.dumps(record)


def test_without_a_logger_type_and_place_are_written_without_the_message(perl, program, own_volume):
    replace_logger(own_volume, None)
    alone(own_volume, perl, program(BOOM))


@pytest.mark.parametrize(
    "lost",
    [
        "system 'rm -r %s/perl';\n",
        "system 'mkdir -p /run/root/proc; mount --bind /proc /run/root/proc'; chroot '/run/root'; # %s\n",
        "{ 1 while open $a[$n++], '<', '/' } # %s\n",
        "$( = $) = '1000 1000'; $< = $> = 1000; # %s\n",
    ],
)
def test_without_files_type_and_place_are_written(perl, program, own_volume, as_root, lost):
    alone(own_volume, "sh", "-c", 'ulimit -n 200; exec "$@"', "sh", perl, program(lost % own_volume + BOOM))


def test_another_user_than_root_has_its_report(perl, public, volume, as_root):
    hook = copied(volume, public / "cel")
    (public / "program.pl").write_text(BOOM)
    user = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]
    done = run_bare(*user, perl, public / "program.pl", env=languages.variables(hook, "perl"))
    assert len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1, done


@pytest.mark.parametrize("free", [0, 3, 40])
def test_without_descriptors_nothing_is_different(perl, runner, program, free):
    source = "{ 1 while open $a[$n++], '<', '/' } $#a -= %d + 1; die 'boom'" % free
    ended = runner.compare(
        [perl, program(source)], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
    )
    assert len(ended.reports) == (1 if free == 40 else 0)


def test_a_program_under_cel_run_is_reported_once(perl, program, volume):
    done = run_bare(
        volume + "/bin/cel-run",
        "--hooks=perl",
        "--stderr-tail",
        "64K",
        "--",
        perl,
        program("$! = 5; " + BOOM),
    )
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == 5 and record["mechanism"] == "die"


def test_an_end_that_the_hook_does_not_see_is_reported_by_cel_run(perl, program, volume):
    source = program("use POSIX; eval { die 'boom' }; POSIX::_exit(3);")
    done = run_bare(volume + "/bin/cel-run", "--hooks=perl", "--", perl, source)
    assert [each["mechanism"] for each in cel_lines.decode(done.stdout)[0]] == ["exit"]
