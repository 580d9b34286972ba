# SPDX-License-Identifier: Apache-2.0
"""A sidecar and a program share a Docker volume: whatever the program is, whoever runs it, its report is in
the log, and all else is as without us."""

import os

import cel_lines
import interpreters
import pytest
from shop import check_record, outcome, relayed

pytestmark = pytest.mark.engine

SHOP = ["python3", "/srv/shop.py"]
PROGRAMS = {
    "the image's own command": ([], []),
    "a venv's Python": ([], ["/srv/venv/bin/python", "/srv/shop.py"]),
    "root": (["--user", "0:0"], SHOP),
    "a confined user": (["--user", "12345:12345", "--read-only", "--cap-drop", "ALL"], SHOP),
}
for each in interpreters.found():
    if each.version < (3,):  # Debian 12 has none: mounted from where this machine has it
        prefix = os.path.dirname(os.path.dirname(each.path))
        PROGRAMS[interpreters.label(each)] = (
            ["--volume", prefix + ":/python:ro", "--env", "LD_LIBRARY_PATH=/python/lib"],
            ["/python/bin/python", "/srv/shop.py"],
        )


@pytest.mark.parametrize("options, argv", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_reports_to_its_own_log_and_behaves_as_without_us(shared, options, argv):
    shared.start_sidecar()
    status, (record,), out, err = outcome(shared.run(*argv, options=options))
    check_record(record)
    assert (status, [], out, err) == outcome(shared.run(*argv, options=options, hooks=False))


def test_a_script_of_an_image_that_has_only_busybox_reports(shared):
    shared.start_sidecar()
    shared.engine.load("busybox")
    script = "ls /nowhere 2>&1 | container-exception-logger --type Backup; echo status $?"
    options = ["--env", "PATH=/bin:/cel/bin"]
    status, (record,), out, err = outcome(shared.run("sh", "-c", script, options=options, image="busybox"))
    assert (record["type"], record["reason"]) == ("Backup", "ls: /nowhere: No such file or directory")
    assert (status, out, err) == (0, b"status 0\n", b"")


def test_exec_u_of_another_user_reports_through_the_sidecar_and_leaves_the_caller_alone(shared):
    sidecar = shared.start_sidecar()
    program = shared.start("sleep", "1000000", options=["--user", "0:0"])
    done = program.exec(*SHOP, options=["--user", "1000:1000"])
    (record,) = relayed(sidecar)
    check_record(record)
    assert (record["peer"]["uid"], record["peer"]["gid"]) == (1000, 1000)
    bare = program.exec(*SHOP, options=["--user", "1000:1000"], env={"PYTHONPATH": ""})
    assert (done.status, done.stdout, done.stderr) == (bare.status, bare.stdout, bare.stderr)
    assert done.status == 1


def test_two_programs_of_different_users_beside_another_containers_pid_1_report_through_the_sidecar(shared):
    sidecar = shared.start_sidecar()
    other = shared.start("sleep", "1000000")
    for user in ("1000:1000", "2000:2000"):
        died = shared.run(*SHOP, options=["--pid", "container:" + other.name, "--user", user])
        assert outcome(died)[:2] == (1, [])
    assert [record["peer"]["uid"] for record in relayed(sidecar)] == [1000, 2000]
    assert cel_lines.decode(other.streams().stdout + other.streams().stderr) == ([], b"")
