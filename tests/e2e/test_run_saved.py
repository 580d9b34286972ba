# SPDX-License-Identifier: Apache-2.0
"""cel-run --save: a cel-run with options of its own, as the init of all containers of a host."""

import os
import subprocess

import cel_lines
import pytest
from engines.bare import run_bare
from launchers import CEL_RUN
from programs import PATIENCE


def run(*argv):
    return subprocess.run(list(map(str, argv)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)


@pytest.fixture
def saved(tmp_path):
    """A cel-run that was saved with options: its path."""

    def save(*options, program=CEL_RUN, name="cel-init"):
        done = run(program, "--save", tmp_path / name, *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        return str(tmp_path / name)

    return save


def test_it_is_this_program_and_has_the_options(saved):
    program = saved("--stderr-tail", "1K", "--remap", "4:0")
    done = run_bare(program, "--", "sh", "-c", "echo why >&2; exit 3", env=PATIENCE)
    (record,), _ = cel_lines.decode(done.stdout)
    assert record["reason"] == "sh ended with status 3: why"
    assert run(program, "--version").stdout == run(CEL_RUN, "--version").stdout
    assert run(program, "--", "sh", "-c", "exit 4").returncode == 0


def test_the_command_lines_options_come_behind(saved):
    program = saved("--remap", "4:5")
    assert run(program, "--remap", "4:6", "--", "sh", "-c", "exit 4").returncode == 6


def test_one_that_is_saved_again_has_the_new_options_alone(saved):
    first = saved("--remap", "4:5", "--remap", "6:7")
    again = saved("--remap", "4:8", program=first, name="again")
    assert [run(again, "sh", "-c", "exit %d" % status).returncode for status in (4, 6)] == [8, 6]
    assert abs(os.path.getsize(again) - os.path.getsize(CEL_RUN)) < 100
    with subprocess.Popen([first, "sleep", "60"]) as running:  # it is replaced while it runs
        saved("--remap", "4:9")
        running.terminate()
    assert run(first, "sh", "-c", "exit 4").returncode == 9


def test_saved_hooks_are_set_where_the_volume_is(saved, volume, tmp_path):
    script = "echo ${PYTHONPATH-unset}"
    for folder, held in ((volume, volume), (tmp_path / "none", "unset")):
        program = saved("--hooks=python", "--volume", str(folder))
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run([program, "sh", "-c", script], stdout=subprocess.PIPE, env=environment,
                              stderr=subprocess.PIPE, universal_newlines=True)
        assert (done.returncode, done.stdout) == (0, held + "\n")
    assert run(CEL_RUN, "--hooks=python", "--volume", tmp_path / "none", "true").returncode == 125


@pytest.mark.parametrize("options, sentence", [
    (["--stderr-tail", "2M"], "--stderr-tail: '2M' is not a number of bytes"),
    (["--nonsense"], "is no option"),
    (["sh"], "--save takes options, but no command"),
    (["--wait-all", *["--remap=200:201"] * 400], "these options are longer than 4096 bytes"),
], ids=("value", "option", "command", "many"))
def test_what_cannot_be_saved_is_one_sentence_and_status_125(tmp_path, options, sentence):
    done = run(CEL_RUN, "--save", tmp_path / "x", *options)
    assert (done.returncode, done.stdout) == (125, "") and not (tmp_path / "x").exists()
    assert sentence in done.stderr and done.stderr.count("\n") == 1
    done = run(CEL_RUN, "--save", tmp_path / "none" / "x")
    assert done.returncode == 125 and "cannot write " in done.stderr


@pytest.mark.engine
def test_docker_uses_it_for_containers_that_know_nothing_of_it(engine_of):
    """By --init-path and --init of dockerd; its commit and its reports show it."""
    engine = engine_of("docker json-file", user_namespaces=True)
    container = engine.run("debian", "sh", "-c", "echo why >&2; exit 3", options=["--init"])
    assert container.wait() == 3
    (record,), _ = cel_lines.decode(container.streams().stdout)
    assert record["reason"] == "sh ended with status 3: why"
