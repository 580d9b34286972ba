# SPDX-License-Identifier: Apache-2.0
"""How the report of a PHP program gets out, where that is not easy."""

import json
import os
import resource

import cel_lines
import languages
import pytest
from engines.bare import run_bare
from hook_runner import copied, replace_logger
from relay import Relay

BOOM = "throw new Exception('boom');"
NO_PROGRAMS = ["-d", "disable_functions=exec,passthru,shell_exec,system,proc_open,popen,pcntl_exec"]


def test_a_logger_that_hangs_costs_no_more_than_its_time(php, runner, program, own_volume):
    replace_logger(own_volume, "exec sleep 100\n")
    assert runner.compare([php, program(BOOM)], env={"CEL_TIMEOUT": "0.5"}).reports == []


@pytest.mark.parametrize("script", ["exit 2\n", "exit 0\n", "kill -9 $$\n", "exec cat >/dev/null\n"])
def test_a_logger_that_is_broken_changes_nothing(php, runner, program, own_volume, script):
    replace_logger(own_volume, script)
    runner.compare([php, program("throw new Exception(str_repeat('x', 1 << 20));")])


def test_the_logger_is_found_by_cel_logger_and_on_path(php, runner, program, own_volume, volume):
    replace_logger(own_volume, None)
    logger = os.path.join(volume, "bin", "container-exception-logger")
    assert len(runner.compare([php, program(BOOM)], env={"CEL_LOGGER": logger}).reports) == 1
    path = "/usr/bin:/bin:" + os.path.dirname(logger)
    assert len(runner.compare([php, program(BOOM)], env={"PATH": path}).reports) == 1


@pytest.mark.parametrize("lost", ["the logger", "the rest of the hook"])
def test_without_logger_or_files_the_head_of_a_report_is_written_without_its_message(
    php, program, own_volume, lost
):
    spoil = "array_map('unlink', glob(%s));" % json.dumps("%s/php/*.php" % own_volume)
    if lost == "the logger":
        replace_logger(own_volume, None)
        spoil = ""
    path = program(spoil + BOOM)
    done = run_bare("sh", "-c", 'php "$0"; exit $?', path, env=languages.variables(own_volume, "php"))
    (record,), other = cel_lines.decode(done.stdout)
    assert other == b"" and done.returncode == 255
    assert record["type"] == "PHP" and record["reason"] == "program.php:1:{main}:Exception"
    assert record["executable"] == path and "boom" not in json.dumps(record)


def test_where_php_may_start_no_programs_a_relay_gets_the_report(php, runner, program, tmp_path):
    with Relay(tmp_path / "relay") as relay:
        runner.compare([php, *NO_PROGRAMS, program(BOOM)], env={"CEL_SOCKET": relay.path})
    (received,) = relay.received
    assert json.loads(received)["exception"] == {"type": "Exception", "message": "boom"}


def test_where_php_may_start_no_programs_the_log_has_the_head_of_the_report(php, program, volume):
    done = run_bare(php, *NO_PROGRAMS, program(BOOM), env=languages.variables(volume, "php"))
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == 255 and record["reason"] == "program.php:1:{main}:Exception"


def test_pid_1_of_another_user_than_root_has_its_report(php, public, volume, as_root):
    copied(volume, public / "cel")
    (public / "program.php").write_text("<?php " + BOOM)
    done = run_bare(
        *["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", php, public / "program.php"],
        env=languages.variables(public / "cel", "php"),
    )
    assert len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1, done


@pytest.mark.parametrize("free", [0, 3, 40])
def test_without_file_descriptors_nothing_is_different(php, runner, program, free):
    source = (
        """
        $held = [];
        while ($file = @fopen('/dev/null', 'r')) $held[] = $file;
        for ($i = 0; $i < %d; $i++) fclose(array_pop($held));
        throw new Exception('boom');
    """
        % free
    )
    ended = runner.compare(
        [php, program(source)], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
    )
    assert len(ended.reports) == (1 if free else 0)


def test_a_folder_that_php_may_not_leave_does_not_keep_the_report_back(php, runner, program, tmp_path):
    allowed = "%s:%s" % (tmp_path, runner.volume)
    path = program("register_shutdown_function(function () { echo error_get_last()['message']; });" + BOOM)
    (report,) = runner.compare([php, "-d", "open_basedir=" + allowed, path]).reports
    assert report["exceptions"][0]["frames"][0]["context"]


def test_a_death_is_reported_once_under_cel_run(php, program, volume):
    done = run_bare(volume + "/bin/cel-run", "--hooks=php", "--stderr-tail", "64K", "--", php, program(BOOM))
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == 255 and record["mechanism"] == "exception"


@pytest.mark.parametrize(
    "source",
    [
        "register_shutdown_function(function () { throw new Exception('boom'); });",
        "class D { function __destruct() { throw new Exception('boom'); } }\n$d = new D;",
    ],
)
def test_what_dies_after_the_hook_has_run_is_told_by_cel_run(php, program, volume, source):
    done = run_bare(
        volume + "/bin/cel-run", "--hooks=php", "--stderr-tail", "64K", "--", php, program(source)
    )
    (record,), _ = cel_lines.decode(done.stdout)
    assert record["type"] == "PHP" and record["exceptions"][0]["type"] == "Exception"
