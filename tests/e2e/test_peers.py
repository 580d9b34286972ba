# SPDX-License-Identifier: Apache-2.0
"""cel --peer: log files within the other containers of a pod that shares its processes, by /proc/PID/root:
with real roots, process namespaces and users."""

import os
import pathlib
import signal
import subprocess
import sys
import uuid

import pytest
from pod_of_processes import start_peer
from reports import report
from test_cel import CEL, cel, lines_of, objects
from test_follow import Following
from test_tracebacks import PYTHON

POD = os.path.join(os.path.dirname(__file__), os.pardir, "support", "pod_of_processes.py")


class Peer:
    """A root of a file system with a folder of logs at a path that no other container here has."""

    def __init__(self, folder, name="shop", unique=None):
        self.root = folder
        self.name = name
        self.logs = "/var/log/" + (unique or uuid.uuid4().hex)
        self.folder = folder / self.logs.lstrip("/")
        self.folder.mkdir(parents=True)
        os.chmod(folder, 0o755)
        self.pattern = self.logs + "/*.log"
        self._process = None

    def start(self):
        self._process = start_peer(str(self.root), name=self.name)
        return self

    def kill(self):
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = None


@pytest.fixture
def peers(ground):
    """Makes peers that are gone afterwards."""
    made = []

    def make(**options):
        made.append(Peer(pathlib.Path(ground) / uuid.uuid4().hex, **options))
        return made[-1]

    yield make
    for peer in made:
        peer.kill()


def pod(peer, peer_uid, own_uid, *arguments):
    """`cel` beside the peer in a process namespace of their own."""
    return subprocess.run(
        ["unshare", "--pid", "--fork", "--mount-proc", sys.executable, POD, str(peer.root), str(peer_uid),
         str(own_uid), CEL, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60, env=dict(os.environ, HOME="/nonexistent"))  # not root's


def test_reports_and_tracebacks_of_a_peers_file_are_read_with_its_name(peers, logger):
    peer = peers().start()
    (peer.folder / "app.log").write_bytes(b"starting\n" + lines_of(logger, report(1)) + PYTHON.encode())
    tagged = objects(cel("list", "--json", "--peer", peer.pattern))
    assert [one["record"]["id"] for one in tagged] == [report(1)["id"]]
    assert tagged[0]["container"]["name"] == "shop"
    both = objects(cel("list", "--json", "--tracebacks", "--peer", peer.pattern))
    assert sorted(one["record"].get("mechanism", "") for one in both) == ["", "log"]


def test_the_same_user_needs_no_capability(peers, logger):
    peer = peers()
    (peer.folder / "app.log").write_bytes(lines_of(logger, report(1)))
    done = pod(peer, 4711, 4711, "list", "--json", "--peer", peer.pattern)
    assert [one["record"]["id"] for one in objects(done)] == [report(1)["id"]], done.stderr


@pytest.mark.parametrize("command", [["list"], ["follow"]])
def test_another_user_is_told_what_is_missing(command, peers):
    peer = peers()
    done = pod(peer, 4711, 4712, *command, "--peer", peer.pattern)
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "(shop), which runs as user 4711 and group 4711" in said
    assert "runAsUser: 4711, runAsGroup: 4711, or runAsUser: 0 with capabilities: {add: [SYS_PTRACE]}" in said
    assert len(said.splitlines()) == 1


def test_no_link_leads_out_of_the_peer_and_no_pipe_blocks(peers, logger, tmp_path):
    peer = peers().start()
    secret = tmp_path / "host.log"
    secret.write_bytes(lines_of(logger, report(2)))
    os.symlink(secret, peer.folder / "absolute.log")
    os.symlink("../" * 20 + str(secret).lstrip("/"), peer.folder / "relative.log")
    os.symlink("/proc/1/root" + str(secret), peer.folder / "magic.log")
    os.symlink("/", peer.folder / "root.log")
    os.mkfifo(peer.folder / "pipe.log")
    os.symlink(peer.logs + "/real", peer.folder / "within.log")
    (peer.folder / "real").write_bytes(lines_of(logger, report(3)))
    done = cel("list", "--json", "--peer", peer.pattern)
    assert [one["record"]["id"] for one in objects(done)] == [report(3)["id"]]


def test_several_peers_and_rotated_files_are_read(peers, logger):
    unique = uuid.uuid4().hex
    one, other = peers(unique=unique).start(), peers(unique=unique, name="db").start()
    (one.folder / "app.log.1").write_bytes(lines_of(logger, report(1)))
    (one.folder / "app.log").write_bytes(lines_of(logger, report(2)))
    (other.folder / "app.log").write_bytes(lines_of(logger, report(3)))
    found = objects(cel("list", "--json", "-r", "--peer", one.pattern))
    assert [(one["container"]["name"], one["record"]["id"]) for one in found] \
        == [("shop", report(1)["id"]), ("shop", report(2)["id"]), ("db", report(3)["id"])]


def test_follow_finds_the_peer_again_when_it_restarts_and_reads_over_rotation(peers, logger, tmp_path):
    unique = uuid.uuid4().hex
    peer = peers(unique=unique).start()
    following = Following(tmp_path, "--peer", peer.pattern)
    log = peer.folder / "app.log"
    log.write_bytes(b"")
    try:
        following.start()
        log.write_bytes(lines_of(logger, report(1)))
        following.expect([report(1)])
        os.rename(log, str(log) + ".1")
        log.write_bytes(lines_of(logger, report(2)))
        following.expect([report(1), report(2)])
        again = peers(unique=unique).start()
        with open(log, "ab") as last:
            last.write(lines_of(logger, report(3)))
        peer.kill()
        (again.folder / "app.log").write_bytes(lines_of(logger, report(4)))
        following.expect([report(number) for number in (1, 2, 3, 4)])
    finally:
        following.kill()


def test_a_peer_is_missing(peers):
    peer = peers()
    done = pod(peer, 0, 0, "list", "--peer", "/var/log/%s/*.log" % uuid.uuid4().hex)
    assert done.returncode == 1
    assert b"no reports found" in done.stderr
    alone = subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", CEL, "list", "--peer", "/x.log"],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           timeout=60)
    assert b"shareProcessNamespace: true" in alone.stderr
