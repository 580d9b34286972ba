# SPDX-License-Identifier: Apache-2.0
"""root's `cel` among the storages of users who put into them whatever they like: it waits for nobody, reads
nothing but the owner's own files, and says whose each container is."""

import json
import os
import shutil
import socket
import subprocess

import pytest

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, whose cel reads every user's storage")

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
ALICE, BOB = 54321, 54322
BELOW = ".local/share/containers/storage"


def line(reason, **more):
    record = dict({"type": "Python3", "executable": "/a.py", "reason": "a.py:1:f:ValueError: " + reason,
                   "backtrace": reason, "time": 1769903999}, **more)
    return "2026-01-31T23:59:59.123456789Z stdout F container-exception-logger - %s\n" % json.dumps(record)


class Home:
    """A user's home in a folder that stands for /home."""

    def __init__(self, homes, name, uid):
        self.path, self.uid = homes / name, uid
        self.containers = self.path / BELOW / "overlay-containers"
        self.containers.mkdir(parents=True)

    def log_of(self, digit, name="shop"):
        """The path of a container's log, its folder made; the container is the last that the list names."""
        identity = digit * 64
        (self.containers / identity / "userdata").mkdir(parents=True)
        known = [{"id": identity, "names": [name], "metadata": "{}"}]
        (self.containers / "containers.json").write_text(json.dumps(known))
        return self.containers / identity / "userdata" / "ctr.log"

    def own(self):
        for folder, folders, files in os.walk(self.path):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(folder, name), self.uid, self.uid, follow_symlinks=False)


@pytest.fixture()
def homes(tmp_path):
    folder = tmp_path / "homes"
    folder.mkdir()
    return folder


def cel(homes, *argv, timeout=20):
    """What root's cel says where `homes` is /home."""
    inner = 'mount --bind "$0" /home && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", inner, str(homes), CEL, *argv]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=timeout)


def listed(homes):
    done = cel(homes, "list", "--podman", "--json")
    return [json.loads(one) for one in done.stdout.splitlines()], done.stderr.decode()


def put_fifo(path):
    os.mkfifo(path)


def put_socket(path):
    # A socket's address is shorter than this path may be.
    with socket.socket(socket.AF_UNIX) as listener:
        short = "/tmp/cel-%d.sock" % os.getpid()
        listener.bind(short)
        shutil.move(short, path)


def put_device(path):
    os.mknod(path, 0o020666, os.makedev(1, 5))  # /dev/zero


def put_link_to(target):
    return lambda path: os.symlink(target, path)


HOSTILE = {"a FIFO": put_fifo, "a socket": put_socket, "a device": put_device,
           "a link to a device": put_link_to("/dev/zero"), "a link to itself": put_link_to("ctr.log"),
           "a link out": put_link_to("../../../../../../../../secret.log")}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_log_that_is_no_file_of_the_user_keeps_nobody_waiting(homes, what):
    (homes / "secret.log").write_text(line("secret of root"))
    bob, alice = Home(homes, "bob", BOB), Home(homes, "alice", ALICE)
    bob.log_of("b").write_text(line("of bob"))
    HOSTILE[what](alice.log_of("a"))
    alice.own()
    bob.own()
    found, _ = listed(homes)
    assert [one["what"] for one in found] == ["ValueError: of bob"]


@pytest.mark.parametrize("what", HOSTILE)
def test_nor_does_a_configuration_that_is_none(homes, what):
    (homes / "secret.log").write_text("[storage]\ngraphroot = \"/secret of root\"\n")
    alice = Home(homes, "alice", ALICE)
    alice.log_of("a").write_text(line("of alice"))
    (alice.path / ".config" / "containers").mkdir(parents=True)
    HOSTILE[what](alice.path / ".config" / "containers" / "storage.conf")
    alice.own()
    found, said = listed(homes)
    assert [one["what"] for one in found] == ["ValueError: of alice"]
    assert "secret of root" not in said


def test_a_configuration_leads_nowhere_out_of_the_home(homes):
    root = homes / "root"
    alice = Home(homes, "alice", ALICE)
    alice.log_of("a").write_text(line("of alice"))
    shutil.copytree(alice.containers, root / "overlay-containers")
    configuration = alice.path / ".config" / "containers"
    configuration.mkdir(parents=True)
    (configuration / "storage.conf").write_text("[storage]\ngraphroot = '/home/root'\n")
    alice.own()
    found, said = listed(homes)
    assert not found
    assert "/home/root, podman's storage of /home/alice, is left out, since it leads out of there" in said


@pytest.mark.parametrize("what", HOSTILE)
def test_so_do_the_files_beside_it(homes, what):
    alice = Home(homes, "alice", ALICE)
    log = alice.log_of("a")
    log.write_text(line("of alice"))
    HOSTILE[what](str(log) + ".1")
    names = alice.containers / "containers.json"
    names.unlink()
    HOSTILE[what](names)
    alice.own()
    found, _ = listed(homes)
    assert [one["what"] for one in found] == ["ValueError: of alice"]
    assert "name" not in found[0]["container"]


def test_a_file_of_another_user_is_not_read(homes):
    alice = Home(homes, "alice", ALICE)
    alice.own()
    log = alice.log_of("a")
    log.write_text(line("of root"))
    assert listed(homes)[0] == []


def test_folders_that_are_links_lead_nowhere(homes):
    elsewhere = homes.parent / "elsewhere"
    Home(homes.parent, "elsewhere", ALICE).log_of("e").write_text(line("of elsewhere"))
    alice, bob = Home(homes, "alice", ALICE), Home(homes, "bob", BOB)
    (alice.containers / ("e" * 64)).symlink_to(elsewhere / BELOW / "overlay-containers" / ("e" * 64))
    shutil.rmtree(bob.path / ".local")
    (bob.path / ".local").symlink_to(elsewhere / ".local")
    alice.own()
    bob.own()
    found, said = listed(homes)
    assert found == []
    assert "/home/bob/%s is left out, since it leads out of /home/bob" % BELOW in said


def test_following_waits_for_nobody_either(homes):
    bob, alice = Home(homes, "bob", BOB), Home(homes, "alice", ALICE)
    bob.log_of("b").write_text(line("of bob"))
    put_fifo(alice.log_of("a"))
    put_link_to("/dev/zero")(alice.log_of("c"))
    alice.own()
    bob.own()
    done = cel(homes, "follow", "--podman", "--since", "@1", "-n", "1", "--json")
    assert json.loads(done.stdout)["what"] == "ValueError: of bob"


def test_a_user_cannot_speak_for_the_container_of_another(homes):
    """Container's name, container's id and report's id are the same: both are shown, and whose they are."""
    for name, uid in (("alice", ALICE), ("bob", BOB)):
        home = Home(homes, name, uid)
        home.log_of("a").write_text(line("of " + name, id="1" * 32))
        home.own()
    found, _ = listed(homes)
    assert sorted(one["what"] for one in found) == ["ValueError: of alice", "ValueError: of bob"]
    users = {one["what"][-3:]: one["container"]["user"] for one in found}
    assert users == {"ice": str(ALICE), "bob": str(BOB)}
    shown = cel(homes, "list", "--podman", "--no-legend").stdout.decode()
    assert "~%d/shop " % ALICE in shown
    assert "~%d/shop " % BOB in shown
    assert "user %d" % ALICE in cel(homes, "show", "--podman", "user=%d" % ALICE).stdout.decode()


def test_the_same_report_of_another_user_is_another_report(homes):
    for name, uid in (("alice", ALICE), ("bob", BOB)):
        home = Home(homes, name, uid)
        home.log_of("a").write_text(line("the same", id="1" * 32))
        home.own()
    assert len(listed(homes)[0]) == 2
