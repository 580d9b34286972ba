# SPDX-License-Identifier: Apache-2.0
"""cel reads an engine's logs where the engine's own configuration says, and in its default folder where
that is broken."""

import json
import os
import subprocess

import pytest
from test_follow import CEL

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it puts a folder in the place of /etc")

IDENTITY = "c" * 64
LINE = "container-exception-logger - " + json.dumps(
    {"type": "Python3", "executable": "/a.py", "reason": "a.py:1:f:ValueError: moved", "backtrace": "x",
     "time": 1769903999})
STAMP = "2026-01-31T23:59:59.123456789Z"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def cel(etc, *argv):
    """What cel says where `etc` is /etc."""
    command = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', str(etc), CEL, *argv]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60)


@pytest.fixture()
def etc(tmp_path):
    (tmp_path / "etc").mkdir()
    return tmp_path / "etc"


def test_docker_is_read_in_the_data_root_of_daemon_json(etc, tmp_path):
    log = tmp_path / "data" / "containers" / IDENTITY / (IDENTITY + "-json.log")
    put(log, json.dumps({"log": LINE + "\n", "stream": "stdout", "time": STAMP}) + "\n")
    put(log.parent / "config.v2.json", json.dumps({"Name": "/shop"}))
    put(etc / "docker" / "daemon.json", json.dumps({"data-root": str(tmp_path / "data")}))
    done = cel(etc, "list", "--docker", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["container"]["name"] == "shop"


def test_podman_is_read_in_the_graphroot_of_storage_conf(etc, tmp_path):
    containers = tmp_path / "graph" / "vfs-containers"
    put(containers / IDENTITY / "userdata" / "ctr.log", "%s stdout F %s\n" % (STAMP, LINE))
    put(containers / "containers.json", json.dumps([{"id": IDENTITY, "names": ["shop"]}]))
    put(etc / "containers" / "storage.conf", '[storage]\ngraphroot = "%s"\n' % (tmp_path / "graph"))
    done = cel(etc, "list", "--podman", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["container"]["name"] == "shop"


def test_a_broken_configuration_is_one_sentence(etc):
    put(etc / "docker" / "daemon.json", "{")
    done = cel(etc, "list", "--docker")
    assert done.returncode == 1
    assert done.stderr.decode().count("cannot read /etc/docker/daemon.json: it is no object of JSON") == 1


def test_a_data_root_of_another_user_is_left_out(etc, tmp_path):
    (tmp_path / "data").mkdir()
    os.chown(tmp_path / "data", 54321, 54321)
    put(etc / "docker" / "daemon.json", json.dumps({"data-root": str(tmp_path / "data")}))
    done = cel(etc, "list", "--docker")
    assert "it belongs to another user" in done.stderr.decode()


def test_pods_are_named_below_a_folder_of_any_name(tmp_path):
    put(tmp_path / "backup" / "prod_shop-1_0000-11" / "web" / "0.log", "%s stdout F %s\n" % (STAMP, LINE))
    done = subprocess.run([CEL, "list", "--cri=%s" % (tmp_path / "backup"), "--json"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=60)
    container = json.loads(done.stdout)["container"]
    assert (container["pod"], container["name"], container["namespace"]) == ("shop-1", "web", "prod")
