# SPDX-License-Identifier: Apache-2.0
"""The ground that end-to-end tests stand on: the logger and the volume as built, reports in files,
engines."""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest
from engines import ENGINES, images
from engines.docker import DOCKER_NEEDS, Docker, Dockerd
from engines.machine import Machine, missing
from engines.podman import PODMAN_NEEDS, Podman
from launchers import CEL_RUN
from locks import locked
from relay import Relay
from reports import text_of
from shared import SharedVolume
from shop import build_images

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(ROOT, "build", "cache")
LOGGER = os.path.join(ROOT, "build", "bin", "container-exception-logger")


@pytest.fixture(scope="session")
def ground():
    """A folder for the whole run that every user may look into, unlike a home or pytest's own."""
    folder = tempfile.mkdtemp(prefix="cel-e2e-")
    os.chmod(folder, 0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def volume(ground):
    """The folder that a sidecar shares: `make volume`."""
    assert os.path.exists(LOGGER), "there is no %s: run make" % LOGGER
    folder = os.path.join(ground, "volume")
    with locked("release"):
        made = subprocess.run(
            ["make", "-C", ROOT, "volume", "DIR=" + folder], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    assert made.returncode == 0, made.stdout.decode(errors="replace")
    return folder


@pytest.fixture(scope="session")
def logger(volume):
    """The logger, where any user may run it."""
    return os.path.join(volume, "bin", "container-exception-logger")


@pytest.fixture(scope="session")
def sidecar_program(ground):
    """cel-sidecar as its image has it, the volume's files beside it, where any user may run it."""
    folder = os.path.join(ground, "sidecar")
    subprocess.run(
        ["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "sidecar", "--prefix",
         folder],
        check=True, stdout=subprocess.DEVNULL,
    )
    return os.path.join(folder, "cel-sidecar")


@pytest.fixture(scope="session")
def relay_client(ground):
    """The program that is many clients of a relay at once (tests/bench/relay_client.c)."""
    source = os.path.join(ROOT, "tests", "bench", "relay_client.c")
    program = os.path.join(ground, "relay_client")
    subprocess.run(["gcc", "-O2", "-Wall", "-Werror", "-o", program, source, "-lz"], check=True)
    return program


@pytest.fixture(scope="session")
def observer(ground):
    """The program that tells what it was given, and which signals it gets (tests/support/observer.c)."""
    source = os.path.join(ROOT, "tests", "support", "observer.c")
    program = os.path.join(ground, "observer")
    subprocess.run(["gcc", "-O2", "-Wall", "-Werror", "-static", "-o", program, source], check=True)
    return program


@pytest.fixture(scope="session")
def posted(ground):
    """Puts a report (a record, or bytes) into a file for a program to read: its path, in containers
    `/w/<its name>`."""
    folder = os.path.join(ground, "reports")
    os.mkdir(folder)

    def post(report):
        path = os.path.join(folder, "%d.json" % len(os.listdir(folder)))
        with open(path, "wb") as file:
            file.write(report if isinstance(report, bytes) else text_of(report))
        return path

    post.folder = folder
    return post


@pytest.fixture
def public(ground):
    """A folder for one test that every user may look into."""
    folder = tempfile.mkdtemp(dir=ground)
    os.chmod(folder, 0o755)
    return pathlib.Path(folder)


@pytest.fixture
def relay(public):
    """A relay that listens on `cel.sock` in a folder of its own."""
    with Relay(public / "cel.sock") as relay:
        yield relay


@pytest.fixture
def as_root():
    if os.geteuid() != 0:
        pytest.skip("needs root: it runs programs as two different users, or mounts")


def _needs(*programs):
    if os.geteuid() != 0:
        pytest.skip("engines need root: sudo make test")
    lacking = missing(*programs)
    if lacking:
        pytest.skip("not installed: %s; packaging/dependencies.sh engines installs them" % " ".join(lacking))


@pytest.fixture(scope="session")
def machine(ground):
    _needs(*Machine.NEEDS)
    machine = Machine(os.path.join(ground, "machine"))
    yield machine
    machine.stop()


@pytest.fixture(scope="session")
def image_tar(ground):
    """Gives the tar of an image by its name. Debian's take half a minute to make when the cache is empty."""
    makers = {
        "debian": lambda: images.debian(CACHE),
        "debian-python-minimal": lambda: images.debian_python_minimal(CACHE),
        "busybox": lambda: images.busybox(ground),
        "logger-only": lambda: images.logger_only(ground, LOGGER),
    }

    def tar(name):
        _needs("debootstrap" if name.startswith("debian") else "busybox")
        return makers[name]()

    return tar


@pytest.fixture(scope="session")
def engine_of(machine, ground, volume, posted, image_tar):
    """Gives the engine of a name out of ENGINES, brought up when it is first asked for. A dockerd with user
    namespaces is one of its own; podman has them by container."""
    usual = ("--volume", volume + ":/opt/cel:ro", "--volume", posted.folder + ":/w:ro")

    @functools.lru_cache(maxsize=None)
    def dockerd(user_namespaces):
        _needs(*DOCKER_NEEDS)
        if user_namespaces:  # the users of its containers are ones that the machine does not have
            init = os.path.join(ground, "cel-init")
            subprocess.run([CEL_RUN, "--save", init, "--stderr-tail", "64K", "--hooks", "--volume", "/cel"],
                           check=True)
            return Dockerd(machine, ground, "dockerd-users",
                           ["--userns-remap", "nobody:nogroup", "--init-path", init])
        return Dockerd(machine, ground)

    @functools.lru_cache(maxsize=None)
    def bring_up(name, user_namespaces=False, mounts=usual):
        program, driver = name.split()
        if program == "docker":
            return Docker(dockerd(user_namespaces), driver, image_tar, mounts)
        _needs(*PODMAN_NEEDS)
        return Podman(machine, driver, ground, image_tar, mounts)

    return bring_up


@pytest.fixture(params=ENGINES)
def engine(request, engine_of):
    """Each engine with each of its log drivers. A test that fails shows what the engine's daemon logged
    meanwhile."""
    engine = engine_of(request.param)
    before = len(engine.daemon_log())
    yield engine
    print(engine.daemon_log()[before:])


@pytest.fixture(scope="session")
def with_images(engine_of, ground):
    """Gives the engine of a name out of ENGINES, with the images of the sidecar and of a program."""

    @functools.lru_cache(maxsize=None)
    def bring_up(name):
        engine = engine_of(name, mounts=())
        build_images(engine, ground)
        return engine

    return bring_up


@pytest.fixture(scope="session")
def podman_with_images(with_images):
    """For pods: k8s-file is the format that a kubelet's containers log in."""
    return with_images("podman k8s-file")


@pytest.fixture
def shared(with_images):
    """A Docker volume for a sidecar and programs."""
    volume = SharedVolume(with_images("docker json-file"))
    yield volume
    volume.remove()
