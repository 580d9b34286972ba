# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/cel-run.md, as they stand there: an image's entry point, and a pod's container."""

import functools
import os
import re
import shutil
import subprocess

import cel_lines
import pytest
import yaml
from engines.machine import wait_until
from launchers import CEL_RUN, ROOT
from pods import Pod

pytestmark = pytest.mark.engine

# What the examples run: dies of an exception, with a traceback on stderr.
SHOP = """#!/usr/bin/python3
import sys
def price(prices, item): return prices[item]
if sys.argv[1] == "serve": price([1, 2], 7)
"""


def example(start):
    """The lines of an example in the page, from the one that starts so."""
    with open(os.path.join(ROOT, "docs", "cel-run.md")) as file:
        block = re.search(r"(?:^    %s.*\n)(?:^    .*\n)*" % re.escape(start), file.read(), re.MULTILINE)
    return re.sub(r"^    ", "", block[0], flags=re.MULTILINE)


@pytest.fixture(scope="module")
def with_image(engine_of, ground):
    """Gives the engine of a name, with the image `behind-cel-run`, built by its own means."""
    return functools.lru_cache(maxsize=None)(lambda name: build(engine_of(name), ground))


def build(engine, ground):
    engine.load("debian")
    folder = os.path.join(ground, "behind-cel-run-" + engine.name)
    os.mkdir(folder)
    shutil.copy(CEL_RUN, folder)
    with open(os.path.join(folder, "shop"), "w") as file:
        file.write(SHOP)
    os.chmod(os.path.join(folder, "shop"), 0o755)
    with open(os.path.join(folder, "Dockerfile"), "w") as file:
        file.write("FROM debian\nCOPY cel-run /cel-run\nCOPY shop /srv/shop\n" + example("ENTRYPOINT"))
    engine.cli("build", "--network", "none", "--tag", "behind-cel-run", folder)
    engine._loaded.add("behind-cel-run")
    return engine


@pytest.mark.parametrize("name", ["docker json-file", "podman k8s-file"])
def test_an_image_s_entry_point(with_image, name):
    engine = with_image(name)
    container = engine.run("behind-cel-run")
    assert container.wait() == 1
    (record,), _ = cel_lines.decode(container.streams().stdout)
    assert record["reason"] == "/srv/shop ended with status 1"
    assert engine.run("behind-cel-run", "/srv/shop", "nothing").wait() == 0


def test_a_pod_s_container(with_image):
    engine = with_image("podman k8s-file")
    container = {"name": "shop", "image": "localhost/behind-cel-run", "imagePullPolicy": "Never"}
    container.update(yaml.safe_load(example("command:")))
    pod = Pod(engine, "behind-cel-run", {"containers": [container], "volumes": []}).create()
    try:
        pod.start_container("shop")
        assert pod.container("shop").wait() == 1
        (record,), _ = cel_lines.decode(pod.container("shop").streams().stdout)
        assert (record["type"], record["reason"]) == ("Python3", "IndexError: list index out of range")
    finally:
        pod.remove()


def test_what_stays_alive_in_a_pod_names_namespace_pod_and_container(with_image, tmp_path_factory):
    """The kubelet's part is played: its variable, the namespace's file, the place of the termination log."""
    engine = with_image("podman k8s-file")
    kubelet = tmp_path_factory.mktemp("kubelet")
    log = kubelet / "pods" / "4f0c" / "containers" / "shop" / "0a1b2c3d"
    log.parent.mkdir(parents=True)
    log.touch()
    (kubelet / "namespace").write_text("market")
    places = {"/dev/termination-log": log, "/var/run/secrets/kubernetes.io/serviceaccount": kubelet}
    container = {
        "name": "shop",
        "image": "localhost/behind-cel-run",
        "imagePullPolicy": "Never",
        "args": ["/srv/shop", "serve"],
        "env": [
            {"name": "KUBERNETES_SERVICE_HOST", "value": "10.0.0.1"},
            {"name": "CEL_DEBUG", "value": "stayalive"},
        ],
        "volumeMounts": [{"name": path.name, "mountPath": place} for place, path in places.items()],
    }
    volumes = [{"name": path.name, "hostPath": {"path": str(path)}} for path in places.values()]
    pod = Pod(engine, "shop-1", {"containers": [container], "volumes": volumes}).create()
    try:
        pod.start_container("shop")
        shop = pod.container("shop")
        wait_until(lambda: b"end it:" in shop.streams().stderr, 30, lambda: repr(shop.streams()))
        said = shop.streams().stderr.decode()
        (command,) = re.findall(r"enter it:  kubectl exec -it -n market shop-1 -c shop -- (.*)\n", said)
        assert "end it:    kubectl delete pod -n market shop-1   (exit status 1)\n" in said
        assert b"CEL_DEBUG=stayalive" in shop.exec(*command.split(), stdin=b"env\n").stdout
    finally:
        pod.remove()


def test_docker_knows_it_as_its_init(engine_of):
    """By --init-path; Docker reads the commit out of `--version`."""
    engine = engine_of("docker json-file", user_namespaces=True)
    version = subprocess.run([CEL_RUN, "--version"], stdout=subprocess.PIPE, encoding="ascii").stdout
    commit = re.fullmatch(r"cel-run version [0-9.]+ - git\.([0-9a-f]{7})\n", version)[1]
    assert engine.cli("info", "--format", "{{.InitCommit.ID}}").stdout.decode().strip() == commit
    container = engine.run("debian", "sh", "-c", "exit 3", options=["--init"])
    assert container.wait() == 3
    (record,), _ = cel_lines.decode(container.streams().stdout)
    assert record["reason"] == "sh ended with status 3"
