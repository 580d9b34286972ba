# SPDX-License-Identifier: Apache-2.0
"""How the report of a Java program gets out, where that is not easy."""

import json
import os
import resource
import shutil

import cel_lines
import languages
import pytest
from engines.bare import run_bare
from hook_runner import copied, replace_logger


@pytest.fixture
def command(classes):
    """The command of a program that dies in the way of this name."""
    # Its figures are in a file of /tmp, which programs of other process namespaces lock.
    return lambda name: ["java", "-XX:-UsePerfData", "-cp", str(classes), "Deaths", name]


def test_a_logger_that_hangs_costs_no_more_than_its_time(runner, command, own_volume):
    replace_logger(own_volume, "exec sleep 100\n")
    assert runner.compare(command("long message"), env={"CEL_TIMEOUT": "0.5"}).reports == []


@pytest.mark.parametrize("script", ["exit 2\n", "exit 0\n", "kill -9 $$\n", "exec cat >/dev/null\n"])
def test_a_logger_that_is_broken_changes_nothing(runner, command, own_volume, script):
    replace_logger(own_volume, script)
    runner.compare(command("long message"))


def test_the_logger_is_found_by_cel_logger_and_on_path(runner, command, own_volume, volume):
    replace_logger(own_volume, None)
    logger = os.path.join(volume, "bin", "container-exception-logger")
    assert len(runner.compare(command("throw"), env={"CEL_LOGGER": logger}).reports) == 1
    path = "/usr/bin:/bin:" + os.path.dirname(logger)
    assert len(runner.compare(command("throw"), env={"PATH": path}).reports) == 1


def test_without_a_logger_the_head_of_a_report_is_written_without_its_message(command, own_volume):
    replace_logger(own_volume, None)
    done = run_bare(
        "sh", "-c", '"$@"; exit $?', "sh", *command("throw"), env=languages.variables(own_volume, "java")
    )
    (record,), other = cel_lines.decode(done.stdout)
    assert other == b"" and done.returncode == 1
    assert record["reason"].startswith("java.lang.IllegalStateException at Deaths.boom(Deaths.java:")
    assert ": boom" not in json.dumps(record)


def test_pid_1_of_another_user_than_root_has_its_report(classes, public, volume, as_root):
    copied(volume, public / "cel")
    shutil.copytree(classes, public / "classes")
    (public / "classes").chmod(0o755)
    done = run_bare(
        "setpriv",
        "--reuid=1000",
        "--regid=1000",
        "--clear-groups",
        "java",
        "-cp",
        public / "classes",
        "Deaths",
        "throw",
        env=languages.variables(public / "cel", "java"),
    )
    assert len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1, done


@pytest.mark.parametrize(
    "name, status, handled", [("throw", 1, False), ("default handler that exits", 9, True)]
)
def test_a_death_is_reported_once_under_cel_run(command, volume, name, status, handled):
    done = run_bare(volume + "/bin/cel-run", "--hooks=java", "--stderr-tail", "64K", "--", *command(name))
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == status and record["mechanism"] == "uncaught" and record["handled"] == handled


def test_a_volume_without_the_jar_has_no_hook_for_java(command, own_volume):
    (own_volume / "java" / "cel.jar").unlink()
    (own_volume / "java" / "environment").unlink()
    done = run_bare(own_volume / "bin" / "cel-run", "--hooks", "--", *command("caught"))
    assert done.returncode == 0 and done.stdout == b"caught\n" and b"JAVA_TOOL_OPTIONS" not in done.stderr


def test_a_handled_error_does_not_wait_for_a_stalled_log(runner, command, tmp_path):
    os.mkfifo(str(tmp_path / "stalled"))
    holder = os.open(str(tmp_path / "stalled"), os.O_RDWR | os.O_NONBLOCK)
    os.write(holder, b"x" * 65536)
    env = {"CEL_SINK": "file:%s/stalled" % tmp_path, "CEL_TIMEOUT": "20"}
    ended = runner.run(command("handler that is told soon"), env=env)
    os.close(holder)
    assert ended.stdout == b"soon\n"


def test_without_file_descriptors_nothing_is_different(runner, command):
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))}
    assert runner.compare(command("no descriptors"), **limit).reports == []


def test_java_under_cel_run_says_nothing_of_the_hook(command, volume):
    start = [volume + "/bin/cel-run", "--hooks=java", "--"]
    done = run_bare(*start, *command("throw"))
    assert done.stderr.startswith(b'Exception in thread "main" java.lang.IllegalStateException: boom')
    assert [each["mechanism"] for each in cel_lines.decode(done.stdout)[0]] == ["uncaught"]
    held = run_bare(*start, *command("caught"), env={"JAVA_TOOL_OPTIONS": "-Dmine=1"})
    assert held.stderr == b"Picked up JAVA_TOOL_OPTIONS: -Dmine=1\n"
