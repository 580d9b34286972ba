# SPDX-License-Identifier: Apache-2.0
"""How the report of a Node.js program gets out, where that is not easy."""

import json
import os
import resource

import cel_lines
import pytest
from engines.bare import run_bare
from hook_runner import copied, replace_logger

BOOM = "setTimeout(function f() { throw new Error('boom') }, 1)"


def limited(number):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))


def test_a_logger_that_hangs_costs_no_more_than_its_time(own_node, runner, program, own_volume):
    replace_logger(own_volume, "exec sleep 100\n")
    assert runner.compare([own_node, program(BOOM)], env={"CEL_TIMEOUT": "0.5"}).reports == []


@pytest.mark.parametrize("script", ["exit 2\n", "echo no; exit 0\n", "kill -9 $$\n", "exec cat >/dev/null\n"])
def test_a_logger_that_is_broken_changes_nothing(own_node, runner, program, own_volume, script):
    replace_logger(own_volume, script.replace("echo no; ", ""))
    runner.compare([own_node, program(BOOM)])


def test_the_logger_is_found_by_cel_logger_and_on_path(own_node, runner, program, own_volume, volume):
    replace_logger(own_volume, None)
    logger = os.path.join(volume, "bin", "container-exception-logger")
    assert len(runner.compare([own_node, program(BOOM)], env={"CEL_LOGGER": logger}).reports) == 1
    path = "/usr/bin:/bin:" + os.path.dirname(logger)
    assert len(runner.compare([own_node, program(BOOM)], env={"PATH": path}).reports) == 1


@pytest.mark.parametrize("lost", ["the logger", "the rest of the hook"])
def test_without_logger_or_files_the_head_of_a_report_is_written_without_its_message(
    own_node, program, own_volume, lost
):
    if lost == "the logger":
        replace_logger(own_volume, None)
    source = "require('fs').rmSync(%s, { recursive: true })\n" % json.dumps(str(own_volume / "node")) + BOOM
    done = run_bare(
        "sh",
        "-c",
        'node "$0"; exit $?',
        program(BOOM if lost == "the logger" else source),
        env={"NODE_OPTIONS": "--require=%s/node/cel.js" % own_volume},
    )
    (record,), other = cel_lines.decode(done.stdout)
    assert other == b"" and done.returncode == 1
    assert record["type"] == "NodeJS" and record["reason"].startswith("Error at ")
    assert "program.js:" in record["backtrace"] and "boom" not in json.dumps(record)


def test_pid_1_of_another_user_than_root_has_its_report(own_node, program, public, volume, as_root):
    copied(volume, public / "cel")
    (public / "program.js").write_text(BOOM)
    done = run_bare(
        *["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", own_node, public / "program.js"],
        env={"NODE_OPTIONS": "--require=%s/cel/node/cel.js" % public},
    )
    assert len(cel_lines.decode(done.stdout + done.stderr)[0]) == 1, done


@pytest.mark.parametrize("free", [0, 3, 40])
def test_without_file_descriptors_nothing_is_different(own_node, runner, program, free):
    source = """
        const fs = require('fs'), held = []
        try { for (;;) held.push(fs.openSync('/dev/null')) } catch {}
        for (let i = 0; i < %d; i++) fs.closeSync(held.pop())
        throw new Error('boom')
    """ % free
    ended = runner.compare([own_node, program(source)], preexec_fn=limited(200))
    assert len(ended.reports) == (1 if free == 40 else 0)


def test_a_handled_error_does_not_wait_for_a_stalled_log(own_node, runner, program, tmp_path):
    os.mkfifo(str(tmp_path / "stalled"))
    holder = os.open(str(tmp_path / "stalled"), os.O_RDWR | os.O_NONBLOCK)
    os.write(holder, b"x" * 65536)
    source = """
        process.on('uncaughtException', () => {
          process.stdout.write(Date.now() - start < 4000 ? 'soon' : 'late')
        })
        const start = Date.now(); throw new Error('boom')
    """
    ended = runner.run(
        [own_node, program(source)], env={"CEL_SINK": "file:%s/stalled" % tmp_path, "CEL_TIMEOUT": "20"}
    )
    os.close(holder)
    assert ended.stdout == b"soon"


def test_options_that_forbid_what_the_hook_uses_are_respected(own_node, runner, program):
    boom = program(BOOM)
    for option in (
        "--disallow-code-generation-from-strings",
        "--pending-deprecation",
        "--frozen-intrinsics",
        "--no-deprecation",
        "--throw-deprecation",
        "--enable-source-maps",
        "--abort-on-uncaught-exception",
    ):
        ended = runner.compare(
            [own_node, option, boom], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        )
        if option != "--abort-on-uncaught-exception":  # which ends it before anything can be told
            assert len(ended.reports) == 1, option


@pytest.mark.parametrize(
    "source, status",
    [
        (BOOM, 1),
        ("process.on('uncaughtException', () => setTimeout(process.exit, 10, 9));" + BOOM, 9),
        (
            "const { Worker, isMainThread } = require('worker_threads')\n"
            "if (isMainThread) new Worker(__filename); else throw new Error('boom')",
            1,
        ),
    ],
)
def test_a_death_is_reported_once_under_cel_run(own_node, program, volume, source, status):
    done = run_bare(
        volume + "/bin/cel-run", "--hooks=node", "--stderr-tail", "64K", "--", own_node, program(source)
    )
    (record,), _ = cel_lines.decode(done.stdout)
    assert done.returncode == status and record["mechanism"] in ("uncaughtException", "thread")


def test_a_signal_after_a_handled_error_is_another_death(own_node, program, volume):
    source = (
        "process.on('uncaughtException', () => process.kill(process.pid, 'SIGKILL')); throw new Error('boom')"
    )
    done = run_bare(volume + "/bin/cel-run", "--hooks=node", "--", own_node, program(source))
    assert [each["mechanism"] for each in cel_lines.decode(done.stdout)[0]] == ["uncaughtException", "signal"]
