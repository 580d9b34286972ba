# SPDX-License-Identifier: Apache-2.0
"""The sidecar comes late, is restarted, killed or stopped: the program beside it loses no report and never
notices."""

import pytest
from shop import check_record, outcome, relayed

pytestmark = pytest.mark.engine

SHOP = ["python3", "/srv/shop.py"]
AS_ROOT = ["--user", "0:0"]
AS_1000 = ["--user", "1000:1000"]


@pytest.fixture
def program(shared):
    """A running container of root's, in which a test makes things die as user 1000."""
    return shared.start("sleep", "1000000", options=AS_ROOT)


def die(program):
    """What somebody gets who runs the program in a running container, as a user who cannot reach PID 1."""
    done = program.exec(*SHOP, options=AS_1000)
    return done.status, done.stdout, done.stderr


@pytest.fixture
def without_us(program):
    done = program.exec(*SHOP, options=AS_1000, env={"PYTHONPATH": ""})
    return done.status, done.stdout, done.stderr


def test_a_program_that_starts_before_its_sidecar_is_as_without_us_until_the_hooks_are_there(
    shared, program, without_us
):
    assert die(program) == without_us
    sidecar = shared.start_sidecar()
    assert die(program) == without_us
    (record,) = relayed(sidecar)
    check_record(record)


def test_it_is_not_ready_before_the_hooks_are_there(shared):
    early = shared.run("ready", "/cel", image="cel-sidecar:0.1.0")
    assert early.wait() == 1
    assert early.streams().stderr.startswith(b"cel-sidecar: not ready: ")
    assert shared.install().wait() == 0
    assert shared.run("ready", "/cel", image="cel-sidecar:0.1.0").wait() == 0


def test_after_a_restart_the_sidecar_relays_again(shared, program, without_us):
    sidecar = shared.start_sidecar()
    assert die(program) == without_us
    shared.engine.cli("restart", sidecar.name)
    shared.wait_until_ready(sidecar)
    assert die(program) == without_us
    assert [record["mechanism"] for record in relayed(sidecar)] == ["excepthook", "excepthook"]


def test_without_its_sidecar_a_program_still_reports_to_its_own_log(shared):
    sidecar = shared.start_sidecar()
    shared.engine.cli("kill", "--signal", "KILL", sidecar.name)
    sidecar.wait()
    status, (record,), _, _ = outcome(shared.run(*SHOP))
    check_record(record)
    assert status == 1


def test_without_its_sidecar_a_program_that_cannot_reach_pid_1_reports_to_its_own_stderr(
    shared, program, without_us
):
    sidecar = shared.start_sidecar()
    shared.engine.cli("kill", "--signal", "KILL", sidecar.name)
    sidecar.wait()
    status, out, err = die(program)
    before, report, after = err.partition(b"container-exception-logger - {")
    assert report
    after = after.partition(b"\n")[2]
    assert (status, out, before + after) == without_us


def test_the_sidecar_ends_at_once_when_it_is_asked_to(shared):
    sidecar = shared.start_sidecar()
    shared.engine.cli("stop", "--time", "60", sidecar.name)
    assert sidecar.inspect()["State"]["ExitCode"] == 0
