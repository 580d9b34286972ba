# SPDX-License-Identifier: Apache-2.0
"""cel where libsystemd cannot be loaded: it reads the journal through journalctl, and says so."""

import ctypes.util
import json
import os
import re
import subprocess

import pytest
from journals import docker_fields, make_journal, podman_fields
from reports import report, text_of
from test_follow import CEL

TAG = b"container-exception-logger - "
ID = "%064x" % 0xABC
OTHER = "%064x" % 0xDEF
AWAY = 'for library in $0; do mount --bind /dev/null "$library"; done; exec "$@"'


def libraries():
    """Where the loader finds libsystemd."""
    known = subprocess.run(["ldconfig", "-p"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return " ".join(re.findall(r"libsystemd\.so\.0 .*=> (\S+)", known))


def run(*argv, away=False):
    before = ["unshare", "--mount", "sh", "-c", AWAY, libraries()] if away else []
    done = subprocess.run([*before, CEL, *map(str, argv)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def without_paths(printed):
    return [{key: value for key, value in json.loads(one).items() if key != "container"}
            for one in printed.splitlines()]


def test_no_library_of_systemd_is_needed_to_start():
    needed = subprocess.run(["readelf", "-d", CEL], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "NEEDED" in needed
    assert "systemd" not in needed
    assert ctypes.util.find_library("systemd"), "these tests need libsystemd, to take it away"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to put something in the library's place")
def test_the_journal_is_read_through_journalctl(tmp_path):
    sent = [report(number, 3000) for number in range(3)]
    make_journal(tmp_path / "system.journal", [
        docker_fields(ID, "web", MESSAGE=TAG + text_of(sent[0])),
        podman_fields(OTHER, "db", MESSAGE=TAG + text_of(sent[1]) + b"\n"),
        docker_fields(ID, "web", MESSAGE=TAG + text_of(sent[2])),
        docker_fields(ID, "web", MESSAGE="nothing"),
    ])
    for argv in [], ["-r"], ["web"], ["-n", "1"], ["-S", "2023-11-14"]:
        argv = ["list", "--json", "-D", tmp_path, *argv]
        status, printed, said = run(*argv, away=True)
        assert (status, said) == (0, "")
        assert without_paths(printed) == without_paths(run(*argv)[1])
    container = json.loads(run("list", "--json", "-D", tmp_path, "-n", "1", away=True)[1])["container"]
    assert (container["engine"], container["name"], container["id"]) == ("docker", "web", ID)
    status, printed, _ = run("doctor", "-D", tmp_path, away=True)
    assert printed.count("through journalctl, since libsystemd.so.0 cannot be loaded") == 1
    assert "journalctl" not in run("doctor", "-D", tmp_path)[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to put something in the library's place")
def test_what_journalctl_cannot_read_or_cel_not_follow_is_said(tmp_path):
    status, _, said = run("list", "-D", tmp_path / "nowhere", away=True)
    assert status == 1
    assert "journalctl could not read all of the journal" in said
    status, _, said = run("follow", "-D", tmp_path, away=True)
    assert status == 1
    assert said == ("cel: the journal cannot be followed, since libsystemd.so.0 cannot be loaded: install "
                    "libsystemd0, or pipe journalctl -f -o json into this\n")
