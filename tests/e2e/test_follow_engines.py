# SPDX-License-Identifier: Apache-2.0
"""cel follow beside real engines: their daemons are restarted and killed, their containers come and go, their
logs are rotated, and cel itself is killed; each report comes once."""

import random
import signal

import pytest
from engines.docker import DOCKER_NEEDS, Docker, Dockerd
from engines.machine import missing
from programs import LOGGER, PATIENCE, inside
from reports import report, text_of
from test_follow import Following, settle

pytestmark = pytest.mark.engine

WAITS = ("sh", "-c", "trap exit TERM; while :; do sleep 1; done")


class Scene:
    """An engine, a follower of its logs, and all the reports that containers sent so far."""

    def __init__(self, engine, folder, posted, *sources):
        self.engine = engine
        self.sent = []
        self._posted = posted
        # What is killed is the program that enters the machine: cel is to end with it.
        self.following = Following(
            folder, *sources,
            command=lambda *argv: engine.machine.command("setpriv", "--pdeathsig", "KILL", *argv),
        )

    def new_report(self):
        number = random.getrandbits(32)
        self.sent.append(report(number, random.choice([1000, 9000, 30000])))
        return self.sent[-1]

    def run(self, *options):
        """A container that comes, reports, and goes."""
        path = inside(self._posted(self.new_report()))
        container = self.engine.run("busybox", "sh", "-c", "%s <%s" % (LOGGER, path), options=options,
                                    env=PATIENCE)
        assert container.wait() == 0
        return container

    def report_in(self, container, times=1):
        for _ in range(times):
            done = container.exec(LOGGER, stdin=text_of(self.new_report()), env=PATIENCE)
            assert (done.status, done.stderr) == (0, b"")

    def expect_all(self):
        self.following.expect(self.sent)


@pytest.fixture
def scene(tmp_path, posted):
    scenes = []

    def set_up(engine, *sources):
        scenes.append(Scene(engine, tmp_path, posted, *sources))
        return scenes[-1]

    yield set_up
    for one in scenes:
        one.following.kill()


@pytest.fixture(scope="module", params=["containers end with it", "containers live on"])
def own_dockerd(request, machine, ground):
    """A dockerd that may be ended while other tests' containers go on."""
    lacking = missing(*DOCKER_NEEDS)
    if lacking:
        pytest.skip("not installed: %s; packaging/dependencies.sh engines installs them" % " ".join(lacking))
    options = ["--live-restore"] if request.param == "containers live on" else []
    daemon = Dockerd(machine, ground, "dockerd-restarted-%d" % len(options), options)
    yield daemon
    daemon.end()


@pytest.mark.parametrize("driver", ["json-file", "journald"])
def test_docker_restarts_and_dies_while_its_containers_are_followed(
    driver, own_dockerd, image_tar, volume, posted, scene
):
    mounts = ("--volume", volume + ":/opt/cel:ro", "--volume", posted.folder + ":/w:ro")
    docker = Docker(own_dockerd, driver, image_tar, mounts)
    here = scene(docker, "--journal" if driver == "journald" else own_dockerd.root + "/containers")
    here.following.start()
    lasting = docker.start("busybox", *WAITS, options=["--restart", "always"], env=PATIENCE)
    here.report_in(lasting)
    here.run()
    here.expect_all()
    for how in ("TERM", "KILL"):
        own_dockerd.end(how)
        own_dockerd.start()
        here.report_in(lasting)
        here.run()
        here.expect_all()
    settle(here.following)
    here.following.end(signal.SIGKILL)
    own_dockerd.end()
    own_dockerd.start()
    here.report_in(lasting)
    here.following.start()
    here.run().remove()
    here.expect_all()
    lasting.remove()
    here.run()
    here.expect_all()
    here.following.end(signal.SIGKILL)


def test_docker_rotates_and_compresses_what_is_followed(own_dockerd, image_tar, volume, posted, scene):
    docker = Docker(own_dockerd, "json-file", image_tar, ("--volume", volume + ":/opt/cel:ro"))
    here = scene(docker, own_dockerd.root + "/containers")
    here.following.start()
    options = ["--log-opt", "max-size=40k", "--log-opt", "max-file=20", "--log-opt", "compress=true"]
    lasting = docker.start("busybox", *WAITS, options=options, env=PATIENCE)
    here.report_in(lasting, 8)
    here.expect_all()
    settle(here.following)
    here.following.end(signal.SIGKILL)
    here.report_in(lasting, 8)
    here.following.start()
    here.report_in(lasting, 3)
    here.expect_all()
    lasting.remove()
    here.following.end(signal.SIGKILL)


def test_podman_begins_a_new_file_and_removes_the_old_one(engine_of, scene):
    podman = engine_of("podman k8s-file")
    podman.load("busybox")
    here = scene(podman, podman.machine.store + "/podman/overlay-containers")
    here.following.start()
    lasting = podman.start("busybox", *WAITS, options=["--log-opt", "max-size=40k"], env=PATIENCE)
    for _ in range(8):
        here.report_in(lasting)
        here.expect_all()
    lasting.remove()
    here.following.end(signal.SIGKILL)


@pytest.mark.parametrize("name", ["podman k8s-file", "podman journald"])
def test_podman_whose_containers_come_go_and_start_again(name, engine_of, scene):
    podman = engine_of(name)
    podman.load("busybox")  # its folders are made by the first that it does
    files = podman.machine.store + "/podman/overlay-containers"
    here = scene(podman, files if name.endswith("file") else "--journal")
    here.following.start()
    lasting = podman.start("busybox", *WAITS, env=PATIENCE)
    here.report_in(lasting)
    here.run()
    podman.cli("restart", lasting.name)
    here.report_in(lasting)
    here.expect_all()
    settle(here.following)
    here.following.end(signal.SIGKILL)
    here.report_in(lasting)
    here.run()
    podman.cli("restart", lasting.name)
    here.following.start()
    here.report_in(lasting)
    here.expect_all()
    lasting.remove()
    here.run()
    here.expect_all()
    here.following.end(signal.SIGKILL)
