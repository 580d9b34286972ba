# SPDX-License-Identifier: Apache-2.0
"""cel-run as the entry point of real containers."""

import os
import time

import cel_lines
import pytest
from engines.confinements import CONFINEMENTS
from launchers import CEL_RUN, compared, launcher
from programs import unix
from terminal import Terminal
from test_run_terminal import SHELL, job_control

pytestmark = pytest.mark.engine

ENGINES = ("docker json-file", "podman k8s-file")


@pytest.fixture(params=ENGINES)
def engine(request, engine_of):
    return engine_of(request.param)


def entry_point(path=CEL_RUN):
    return ["--volume", path + ":/cel-run:ro", "--entrypoint", "/cel-run"]


def outcome(container):
    """The status of a container, its reports, and the rest of its stdout and stderr."""
    streams = container.streams()
    records, rest = cel_lines.decode(unix(streams.stdout))
    return container.wait(), records, rest, unix(streams.stderr)


@pytest.mark.parametrize("confinement", CONFINEMENTS)
def test_an_end_is_reported_under(confinement, engine):
    options = [*entry_point(), *CONFINEMENTS[confinement]]
    script = "echo out; echo err >&2; exit 3"
    container = engine.run("debian", "--stderr-tail", "1K", "--", "sh", "-c", script, options=options)
    status, (record,), out, err = outcome(container)
    assert (status, out, err) == (3, b"out\n", b"err\n")
    assert record["reason"] == "sh ended with status 3: err"
    assert record["uid"] == (1000 if "--user" in options else 0)


def test_stop_is_passed_on_and_is_no_report(engine):
    script = "trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    container = engine.start("debian", "--", "sh", "-c", script, options=entry_point())
    container.wait_for_output(b"ready")
    begun = time.monotonic()
    engine.cli("stop", "--time", "60", container.name)
    assert time.monotonic() - begun < 60  # it was not waited for in vain
    assert outcome(container) == (0, [], b"ready\nasked\n", b"")


def test_an_oom_kill_is_told_from_other_kills(engine):
    program = "import os\nheld = []\nwhile True: held.append(bytearray(1 << 20))"
    options = [*entry_point(), "--memory", "48m", "--memory-swap", "48m"]
    container = engine.run("debian", "--", "python3", "-c", program, options=options)
    status, (record,), _, _ = outcome(container)
    assert status == 137
    assert record["reason"] == "python3 was killed for want of memory (SIGKILL)"
    assert record["process"]["oom_kills"] >= 1
    container = engine.run("debian", "--", "sh", "-c", "kill -KILL $$", options=options)
    _, (record,), _, _ = outcome(container)
    assert record["reason"] == "sh was ended by SIGKILL (Killed)"
    assert "oom_kills" not in record["process"]


def test_an_oom_kill_of_a_program_s_child_is_told(engine):
    program = "python3 -c 'held = []\nwhile True: held.append(bytearray(1 << 20))'; exit 5"
    options = [*entry_point(), "--memory", "48m", "--memory-swap", "48m"]
    status, (record,), _, _ = outcome(engine.run("debian", "--", "sh", "-c", program, options=options))
    assert status == 5
    assert "for want of memory" in record["reason"]


def test_the_volume_brings_a_cel_run_to_any_image(engine):
    options = ["--entrypoint", "/opt/cel/bin/cel-run"]
    container = engine.run("debian", "--", "sh", "-c", "echo $PPID; exit 3", options=options)
    status, (record,), out, _ = outcome(container)
    assert (status, out, record["reason"]) == (3, b"1\n", "sh ended with status 3")


def test_a_child_that_is_not_root_reaches_the_log(engine, volume):
    program = "import os; os.setgroups([]); os.setgid(1000); os.setuid(1000); {}['key']"
    container = engine.run(
        "debian", "--", "python3", "-c", program, options=entry_point(), env={"PYTHONPATH": "/opt/cel"}
    )
    status, (record,), _, _ = outcome(container)
    assert (status, record["mechanism"], record["peer"]["uid"]) == (1, "excepthook", 1000)


@pytest.mark.parametrize("name", compared("tini-static", "dumb-init"))
def test_job_control_works_in_a_container_with_a_terminal(name, engine_of):
    engine = engine_of("docker json-file")
    engine.load("debian")
    command = [
        "run",
        "--interactive",
        "--tty",
        "--rm",
        "--network",
        "none",
        "--cgroup-parent",
        "/" + engine.machine.cgroup,
        "--env",
        "PS1=prompt> ",
        "--env",
        "TERM=dumb",
        *entry_point(launcher(name)),
        "debian",
        "--",
        *SHELL,
    ]
    with Terminal(
        *engine.machine.command(*engine.command(*command)), env=dict(os.environ, **engine.environment())
    ) as terminal:
        job_control(terminal)
        assert terminal.process.wait(60) == 7
