# SPDX-License-Identifier: Apache-2.0
"""Containers that share namespaces: with each other, with the host, or with a range of users of their own."""

import cel_lines
import pytest
from engines import ENGINES
from programs import LOGGER, PATIENCE, inside
from reports import report

pytestmark = pytest.mark.engine

SIZES = pytest.mark.parametrize("size", [1000, 9000])


def crash(posted, sent):
    return ["sh", "-c", "%s <%s; echo status $?" % (LOGGER, inside(posted(sent)))]


@SIZES
def test_beside_another_containers_pid_1_the_report_is_in_the_programs_own_log(engine, posted, size):
    sent = report(size=size)
    other = engine.start("debian", "sleep", "1000000")
    container = engine.run(
        "debian", *crash(posted, sent), options=["--pid", "container:" + other.name], env=PATIENCE
    )
    other.stop()
    streams = container.streams()
    assert streams.stdout == b"status 0\n"
    assert cel_lines.decode(streams.stderr) == ([sent], b"")
    streams = other.streams()
    assert streams.stdout + streams.stderr == b""
    container.remove()
    other.remove()


@SIZES
@pytest.mark.parametrize("driver", ["journald", "k8s-file"])
def test_in_a_pod_that_shares_its_processes_the_report_is_in_the_programs_own_log(
    engine_of, posted, size, driver
):
    engine = engine_of("podman " + driver)
    sent = report(size=size)
    pod = "pod-%s-%d" % (driver, size)
    engine.cli(
        "pod", "create", "--name", pod, "--share", "pid,ipc", "--cgroup-parent", "/" + engine.machine.cgroup
    )
    container = engine.run("debian", *crash(posted, sent), options=["--pod", pod], env=PATIENCE)
    streams = container.streams()
    assert streams.stdout == b"status 0\n"
    assert cel_lines.decode(streams.stderr) == ([sent], b"")
    engine.cli("pod", "rm", "--force", pod)


@SIZES
@pytest.mark.parametrize("privilege", [[], ["--cap-add", "SYS_PTRACE"]], ids=["usual", "CAP_SYS_PTRACE"])
def test_with_the_hosts_processes_pid_1_is_the_hosts_and_is_refused(engine, posted, size, privilege):
    sent = report(size=size)
    with open(engine.machine.console, "rb") as console:
        before = console.read()
    container = engine.run(
        "debian", *crash(posted, sent), options=["--pid", "host", *privilege], env=PATIENCE
    )
    streams = container.streams()
    assert streams.stdout == b"status 0\n"
    assert cel_lines.decode(streams.stderr) == ([sent], b"")
    with open(engine.machine.console, "rb") as console:
        assert console.read() == before


PODMAN_USERS = ["--uidmap", "0:200000:65536", "--gidmap", "0:200000:65536"]


@SIZES
@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("user", ["0:0", "1000:1000"])
def test_in_a_user_namespace_the_report_reaches_the_log(engine_of, posted, size, name, user):
    engine = engine_of(name, user_namespaces=True)
    sent = report(size=size)
    options = ["--user", user] + (PODMAN_USERS if engine.name == "podman" else [])
    container = engine.run("debian", *crash(posted, sent), options=options, env=PATIENCE)
    # podman's pipes belong to a user that the namespace does not know: nobody inside can open PID 1's a
    # second time.
    streams = container.streams()
    assert cel_lines.decode(streams.stdout + streams.stderr) == ([sent], b"status 0\n")
