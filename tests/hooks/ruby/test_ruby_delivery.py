# SPDX-License-Identifier: Apache-2.0
"""How the report of a Ruby program gets out, where that is not easy."""

import json
import os
import resource

import cel_lines
import pytest
from engines.bare import run_bare
from hook_runner import copied, replace_logger

BOOM = "def f = raise('boom')\nf\n"


@pytest.mark.parametrize("source", [BOOM, "Thread.new { raise 'boom' }.join rescue 0"])
def test_a_logger_that_hangs_costs_no_more_than_its_time(ruby, runner, program, own_volume, source):
    replace_logger(own_volume, "exec sleep 100\n")
    assert runner.compare([ruby, program(source)], env={"CEL_TIMEOUT": "0.5"}).reports == []


@pytest.mark.parametrize(
    "script",
    ["exit 2\n", "exit 0\n", "kill -9 $$\n", "exec cat >/dev/null\n", "exec <&-; sleep 0.1; exit 0\n"],
)
def test_a_logger_that_is_broken_changes_nothing(ruby, runner, program, own_volume, script):
    replace_logger(own_volume, script)
    runner.compare([ruby, program("trap(:PIPE, 'SYSTEM_DEFAULT')\nraise 'boom' * 100_000")])


def test_the_logger_is_found_by_cel_logger_and_on_path(ruby, runner, program, own_volume, volume):
    replace_logger(own_volume, None)
    logger = os.path.join(volume, "bin", "container-exception-logger")
    assert len(runner.compare([ruby, program(BOOM)], env={"CEL_LOGGER": logger}).reports) == 1
    path = "/usr/bin:/bin:" + os.path.dirname(logger)
    assert len(runner.compare([ruby, program(BOOM)], env={"PATH": path}).reports) == 1


def alone(volume, *command):
    """What a program as PID 1 writes that cannot start the logger: its one record."""
    done = run_bare(*command, env={"RUBYOPT": "-r%s/ruby/cel.rb" % volume})
    (record,), other = cel_lines.decode(done.stdout)
    assert other == b"" and done.returncode == 1, done
    assert record["type"] == "Ruby" and record["reason"].startswith("RuntimeError ")
    assert "program.rb:" in record["backtrace"] and "boom" not in json.dumps(record)


def test_without_a_logger_the_head_of_a_report_is_written_without_its_message(ruby, program, own_volume):
    replace_logger(own_volume, None)
    alone(own_volume, ruby, program(BOOM))


@pytest.mark.parametrize(
    "lost",
    [
        "require 'fileutils'; FileUtils.rm_rf('%s/ruby')\n",
        "Dir.mkdir('/run/root'); system('mkdir /run/root/proc; mount --bind /proc /run/root/proc'); "
        "Dir.chroot('/run/root')  # %s\n",
        "a = []; begin; loop { a << IO.sysopen('/') }; rescue SystemCallError; end # %s\n",
    ],
)
def test_without_files_the_head_of_a_report_is_written(ruby, program, own_volume, as_root, lost):
    alone(own_volume, "sh", "-c", 'ulimit -n 200; exec "$@"', "sh", ruby, program(lost % own_volume + BOOM))


def test_the_head_of_a_report_is_written_for_pid_1_that_gave_up_root(ruby, program, public, volume, as_root):
    copied(volume, public / "cel")
    (public / "program.rb").write_text("Process::Sys.setgid(1000); Process::Sys.setuid(1000)\n" + BOOM)
    alone(public / "cel", ruby, public / "program.rb")


def test_pid_1_of_another_user_than_root_has_its_report(ruby, program, public, volume, as_root):
    copied(volume, public / "cel")
    (public / "program.rb").write_text(BOOM)
    done = run_bare(
        *["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", ruby, public / "program.rb"],
        env={"RUBYOPT": "-r%s/cel/ruby/cel.rb" % public},
    )
    assert len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1, done


@pytest.mark.parametrize("free", [0, 3, 40])
def test_without_file_descriptors_nothing_is_different(ruby, runner, program, free):
    source = (
        """
        held = []
        begin; loop { held << IO.sysopen('/dev/null') }; rescue SystemCallError; end
        %d.times { IO.for_fd(held.pop).close }
        raise 'boom'
    """
        % free
    )
    ended = runner.compare(
        [ruby, program(source)], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
    )
    assert len(ended.reports) == (1 if free == 40 else 0)


@pytest.mark.parametrize(
    "source, status, mechanism",
    [
        (BOOM, 1, "uncaught"),
        ("Thread.new { raise 'boom' }.join", 1, "thread"),
        ("at_exit { exit 4 }\n" + BOOM, 4, "uncaught"),
    ],
)
def test_a_death_is_reported_once_under_cel_run(ruby, program, volume, source, status, mechanism):
    done = run_bare(
        volume + "/bin/cel-run", "--hooks=ruby", "--stderr-tail", "64K", "--", ruby, program(source)
    )
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == status and record["mechanism"] == mechanism


def test_what_the_hook_does_not_report_cel_run_does(ruby, program, volume):
    source = "begin; raise 'boom'; rescue; abort 'bye'; end"
    done = run_bare(volume + "/bin/cel-run", "--hooks=ruby", "--", ruby, program(source))
    assert [each["mechanism"] for each in cel_lines.decode(done.stdout)[0]] == ["exit"]


def test_a_folder_that_is_not_there_is_for_ruby_to_say(ruby, runner, program):
    ended = runner.run([ruby, program("")], env={"RUBYOPT": "-r/nowhere/ruby/cel.rb"})
    assert b"cannot load such file -- /nowhere/ruby/cel.rb" in ended.stderr
