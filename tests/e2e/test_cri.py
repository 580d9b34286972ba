# SPDX-License-Identifier: Apache-2.0
"""Pods that containerd runs through the Container Runtime Interface, as for a kubelet: the runtime splits
their logs, the kubelet rotates them, and cel reads and follows the reports there."""

import gzip
import json
import os
import shutil
import subprocess

import pytest
from engines.containerd import CONTAINERD_NEEDS, Containerd, Pod
from engines.machine import missing
from programs import LOGGER, PATIENCE, inside
from reports import report, text_of
from test_follow import Following

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
DIES = "import sys\nprint('x' * 40000)\ndef order(number):\n    return {}[number]\norder(7)\n"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def containerd(machine, ground, image_tar):
    lacking = missing(*CONTAINERD_NEEDS)
    if lacking:
        pytest.skip("not installed: %s; packaging/dependencies.sh engines installs them" % " ".join(lacking))
    daemon = Containerd(machine, ground, image_tar)
    yield daemon
    daemon.stop()


@pytest.fixture
def logs(public):
    """The folder that a kubelet would have as /var/log/pods."""
    folder = public / "pods"
    folder.mkdir()
    return folder


@pytest.fixture
def mounts(volume, posted):
    return [(volume, "/opt/cel"), (posted.folder, "/w")]


@pytest.fixture
def pod(containerd, logs):
    pods = []

    def start(name, **options):
        pods.append(Pod(containerd, logs, name, **options))
        return pods[-1]

    yield start
    for each in pods:
        each.remove()


def cel(*arguments):
    done = subprocess.run([CEL, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def listed(logs):
    return [json.loads(line) for line in cel("list", "--json", "--cri", logs)[1].splitlines()]


def sends(path):
    return "sh", "-c", "%s <%s" % (LOGGER, inside(path))


def test_a_program_that_dies_in_a_pod_is_found_by_pod_and_container(pod, logs, mounts):
    shop = pod("shop-1")
    status = shop.run("web", "debian", "/usr/bin/python3", "-c", DIES, mounts=mounts, uid=1000,
                      env={"PYTHONPATH": "/opt/cel", **PATIENCE})
    assert status == 1
    found, = listed(logs)
    where = found["container"]
    assert (where["namespace"], where["pod"], where["name"]) == ("shop", "shop-1", "web")
    assert found["record"]["exception"]["type"] == "KeyError"
    status, shown, _ = cel("show", "--cri", logs)
    assert status == 0
    assert "KeyError: 7" in shown and "pod shop/shop-1" in shown


@pytest.mark.parametrize("size", [1000, 16000, 200000])
def test_a_report_that_the_runtime_splits_is_whole(pod, logs, posted, mounts, size):
    sent = report(size=size)
    splits = pod("splits-%d" % size)
    assert splits.run("main", "busybox", *sends(posted(sent)), mounts=mounts, env=PATIENCE) == 0
    assert [each["record"] for each in listed(logs)] == [sent]


def test_in_a_pod_that_shares_its_processes_the_report_is_in_the_programs_own_log(pod, logs, posted, mounts):
    sent = report(size=9000)
    shared = pod("shared", shared_processes=True)
    assert shared.run("first", "busybox", "true", mounts=mounts) == 0
    assert shared.run("second", "busybox", *sends(posted(sent)), mounts=mounts, env=PATIENCE) == 0
    found, = listed(logs)
    assert (found["record"], found["container"]["name"]) == (sent, "second")


def test_a_sidecar_takes_what_no_stream_can(pod, logs, posted, mounts, public, sidecar_program):
    """The program has closed its own streams, and PID 1 is the pod's: only the relay is left."""
    sent = report(size=9000)
    shared = public / "cel"
    shared.mkdir()
    both = pod("with-sidecar", shared_processes=True)
    sidecar = both.start("cel", "busybox", "/sidecar/cel-sidecar", "serve", "--install", "/cel",
                         mounts=[(shared, "/cel"), (os.path.dirname(sidecar_program), "/sidecar")])
    ready = "until /sidecar/cel-sidecar ready /cel; do sleep 0.1; done; /cel/bin/%s <%s >&- 2>&-" % (
        os.path.basename(LOGGER), inside(posted(sent)))
    status = both.run("main", "busybox", "sh", "-c", ready, env=PATIENCE, uid=1000,
                      mounts=[(shared, "/cel"), (os.path.dirname(sidecar_program), "/sidecar"), *mounts])
    assert status == 0
    found, = listed(logs)
    assert found["record"].pop("peer")["uid"] == 1000  # which the sidecar adds
    assert (found["record"], found["container"]["name"]) == (sent, "cel")
    both.containerd.call("StopContainer", container_id=sidecar, timeout=5)


def test_each_report_is_followed_once_over_rotation_and_restarts(pod, logs, posted, mounts, tmp_path):
    reports = [report(number, size) for number, size in enumerate((1000, 30000, 9000, 1000, 20000))]
    following = Following(tmp_path, "--cri", logs).start()
    try:
        first = pod("rotates")
        fifo = "cat /w/%s | %s; sleep 1000" % (os.path.basename(posted(reports[0])), LOGGER)
        container = first.start("main", "busybox", "sh", "-c", fifo, mounts=mounts, env=PATIENCE)
        following.expect(reports[:1])
        rotated = first.rotate(container, "main")
        say(first, container, reports[1])
        following.expect(reports[:2])
        with open(rotated, "rb") as log, gzip.open(rotated + ".gz", "wb") as packed:
            shutil.copyfileobj(log, packed)
        os.unlink(rotated)
        say(first, container, reports[2])
        following.expect(reports[:3])
        first.containerd.call("StopContainer", container_id=container, timeout=0)
        first.run("main", "busybox", *sends(posted(reports[3])), attempt=1, mounts=mounts, env=PATIENCE)
        following.expect(reports[:4])
        second = pod("comes-later")
        second.run("main", "busybox", *sends(posted(reports[4])), mounts=mounts, env=PATIENCE)
        following.expect(reports)
        shutil.rmtree(second.folder)
        following.end()
        assert sorted(each["record"]["id"] for each in listed(logs)) == sorted(
            each["id"] for each in reports[:4])
    finally:
        following.kill()


def say(pod, container, sent):
    """Sends a report in a running container, as a program does that crashes in a child process."""
    done = pod.containerd.call("ExecSync", container_id=container, timeout=30, cmd=[
        "sh", "-c", "%s <<'EOF'\n%s\nEOF" % (LOGGER, text_of(sent).decode())])
    assert int(done.get("exit_code", 0)) == 0, done
