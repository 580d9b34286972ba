# SPDX-License-Identifier: Apache-2.0
"""cel reading journals: engines' fields and who may send them, lines that engines split, the logger's own
entries, damaged files; and following a journal that is rotated and vacuumed."""

import json
import os
import random
import signal
import subprocess
import time

import pytest
from journals import MESSAGE_ID, docker_fields, make_journal, podman_fields, service_fields
from programs import PATIENCE, inside
from reports import report, text_of
from test_follow import CEL, Following

TAG = b"container-exception-logger - "
ID = "%064x" % 0xABC
OTHER = "%064x" % 0xDEF


def line(sent):
    return TAG + text_of(sent)


def listed(*argv, status=0):
    done = subprocess.run([CEL, "list", "--json", *map(str, argv)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    assert done.returncode == status, done.stderr.decode()
    return [json.loads(one) for one in done.stdout.splitlines()], done.stderr.decode()


def read_journal(folder, entries, *argv):
    make_journal(folder / "system.journal", entries)
    return listed("-D", folder, *argv)[0]


def native(sent, **fields):
    return service_fields("shop.service", MESSAGE=line(sent)[:1000], MESSAGE_ID=MESSAGE_ID,
                          CEL_RECORD=text_of(sent), **fields)


def test_what_engines_and_services_logged_is_found_once_from_either_end(tmp_path):
    sent = [report(number, 3000) for number in range(3)]
    entries = [
        docker_fields(ID, "web", MESSAGE=line(sent[0])),
        podman_fields(OTHER, "db", MESSAGE=b"unfinished " + line(sent[1]) + b"\n"),
        native(sent[2]),
        docker_fields(ID, "web", MESSAGE="nothing"),
    ]
    found = read_journal(tmp_path, entries)
    assert [one["record"] for one in found] == sent[::-1]
    assert [one["record"] for one in listed("-D", tmp_path, "-r")[0]] == sent
    assert [one["container"].get("name") for one in found] == [None, "db", "web"]
    assert found[0]["container"]["unit"] == "shop.service"
    assert [one["record"] for one in listed("-D", tmp_path, "web")[0]] == [sent[0]]


def test_lines_that_engines_split_come_back_amid_others(tmp_path):
    sent = [report(number, 20000) for number in range(2)]
    texts = [b"x" * 16370 + line(sent[0]), b"y" * 8180 + line(sent[1]) + b"\n"]  # the tag itself is split
    docker = [texts[0][at : at + 16384] for at in range(0, len(texts[0]), 16384)]
    podman = [texts[1][at : at + 8192] for at in range(0, len(texts[1]), 8192)]
    entries = []
    for number, piece in enumerate(docker, 1):
        last = number == len(docker)
        more = {} if last else {"CONTAINER_PARTIAL_MESSAGE": "true"}
        entries.append(docker_fields(ID, "web", MESSAGE=piece, CONTAINER_PARTIAL_ID="5" * 64,
                                     CONTAINER_PARTIAL_ORDINAL=str(number),
                                     CONTAINER_PARTIAL_LAST=str(last).lower(), **more))
        entries.append(docker_fields(OTHER, "b", MESSAGE="between", CONTAINER_PARTIAL_ID="6" * 64))
    for piece in podman:
        more = {"CONTAINER_PARTIAL_MESSAGE": "true"} if piece is not podman[-1] else {}
        entries.append(podman_fields(OTHER, "db", MESSAGE=piece, **more))
        entries.append(dict(podman_fields(OTHER, "db", MESSAGE="on stderr\n"), PRIORITY="3"))
    # Somebody else's piece of the same line.
    entries.insert(1, service_fields("x.service", MESSAGE="forged", CONTAINER_PARTIAL_ID="5" * 64,
                                     CONTAINER_PARTIAL_ORDINAL="2", PRIORITY="6"))
    assert [one["record"] for one in read_journal(tmp_path, entries)] == sent[::-1]


def test_nobody_but_an_engine_speaks_for_a_container(tmp_path):
    sent = [report(number, 1000) for number in range(3)]
    forged = docker_fields(ID, "web", MESSAGE=line(sent[0]))
    mallory = dict(forged, _COMM="python3", _EXE="/usr/bin/python3", _UID="1000",
                   _SYSTEMD_UNIT="session-2.scope", _SYSTEMD_CGROUP="/user.slice/session-2.scope")
    container = dict(forged, MESSAGE=line(sent[1]), _SYSTEMD_CGROUP="/system.slice/docker-%s.scope" % OTHER)
    rootless = dict(podman_fields(ID, "web", MESSAGE=line(sent[2])), _UID="1000")
    found = read_journal(tmp_path, [mallory, container, rootless], "-r")
    assert [one["record"] for one in found] == sent
    containers = [one["container"] for one in found]
    assert not containers[0].get("id") and not containers[0].get("name")
    assert containers[1]["id"] == OTHER and not containers[1].get("name")
    assert not containers[1].get("user") and containers[0]["user"] == "1000"
    assert (containers[2]["id"], containers[2]["name"], containers[2]["user"]) == (ID, "web", "1000")


def test_a_damaged_file_is_left_out_and_named(tmp_path):
    sent = report(1, 1000)
    make_journal(tmp_path / "system.journal", [docker_fields(ID, "web", MESSAGE=line(sent))] * 3)
    with open(tmp_path / "system.journal", "rb") as file:
        data = file.read()
    (tmp_path / "user-1000.journal").write_bytes(data[: len(data) // 2])
    (tmp_path / "user-1001.journal").write_bytes(b"")
    found, said = listed("-D", tmp_path)
    assert found[0]["record"] == sent
    assert "user-100" in said and "damaged" in said and said.count("\n") == 1


@pytest.mark.parametrize("seed", range(20))
def test_flipped_bytes_never_crash(tmp_path, seed):
    chance = random.Random(seed)
    entries = [docker_fields(ID, "web", MESSAGE=line(report(number, 2000))) for number in range(20)]
    make_journal(tmp_path / "system.journal", entries)
    with open(tmp_path / "system.journal", "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for _ in range(200):
            file.seek(chance.randrange(256, min(size, 200_000)))
            file.write(bytes([chance.randrange(256)]))
    for order in ([], ["-r"]):
        done = subprocess.run([CEL, "list", *order, "-D", tmp_path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
        assert done.returncode in (0, 1), done.stderr.decode()


@pytest.mark.parametrize("argv", [["list"], ["list", "-r"], ["follow", "--since", "@1"]],
                         ids=lambda argv: " ".join(argv))
@pytest.mark.parametrize("left", [0, 100_000, 1 << 20, 6 << 20])
def test_a_file_that_is_truncated_while_it_is_read_is_a_sentence_and_no_death(tmp_path, argv, left):
    sent = [report(number, 1000) for number in range(6000)]
    path = tmp_path / "system.journal"
    make_journal(path, [docker_fields(ID, "web", MESSAGE=line(one)) for one in sent])
    assert path.stat().st_size > 8 << 20
    with subprocess.Popen([CEL, *argv, "--json", "-D", tmp_path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as cel:
        first = cel.stdout.readline()  # cel cannot go on before its pipe is read
        os.truncate(path, left)
        shown = [json.loads(one)["record"] for one in [first, *cel.stdout]]
        said = cel.stderr.read().decode()
    assert cel.returncode == (1 if argv[0] == "follow" else 0)
    assert said.startswith("cel: %s of the journal was truncated while it was read" % path)
    assert said.count("\n") <= 2  # the other one counts what was torn
    assert 0 < len(shown) < len(sent)
    known = {one["id"]: one for one in sent}
    assert all(known[one["id"]] == one for one in shown)


def test_no_journal_and_no_permission_are_a_sentence(tmp_path):
    _, said = listed("-D", tmp_path / "nowhere", status=1)
    assert said == "cel: cannot read %s: No such file or directory (ENOENT)\n" % (tmp_path / "nowhere")
    _, said = listed("-D", tmp_path, status=1)
    assert said == "cel: there is no journal in %s; name the folder of one with -D\n" % tmp_path


def test_a_split_line_that_is_followed_goes_on_in_a_new_file_of_the_journal(tmp_path):
    journal = tmp_path / "journal"
    journal.mkdir()
    make_journal(journal / "a.journal", [docker_fields(ID, "web", MESSAGE="nothing")])
    following = Following(tmp_path, "-D", journal).start()
    sent = [report(number, 20000) for number in range(2)]
    soon = int((time.time() + 3600) * 1e6)  # a line is waited for until two seconds after its first piece
    try:
        for number, one in enumerate(sent):
            pieces = [line(one)[:16384], line(one)[16384:]]
            for piece, (text, last) in enumerate(zip(pieces, ["false", "true"])):
                more = {"CONTAINER_PARTIAL_MESSAGE": "true"} if last == "false" else {}
                entry = docker_fields(ID, "web", MESSAGE=text, CONTAINER_PARTIAL_ID="%064x" % number,
                                      CONTAINER_PARTIAL_ORDINAL=str(piece + 1), CONTAINER_PARTIAL_LAST=last,
                                      **more)
                at = soon + 1_000_000 * (2 * number + piece)
                make_journal(journal / ("b%d-%d.journal" % (number, piece)), [entry], start=at)
                following.expect(sent[:number + piece])
    finally:
        following.kill()


@pytest.mark.engine
def test_a_journal_is_followed_over_rotation_vacuum_and_kill_9(machine, logger, posted, tmp_path):
    def command(*argv):
        # What is killed is the program that enters the machine: cel is to end with it.
        return machine.command("setpriv", "--pdeathsig", "KILL", *argv)

    following = Following(tmp_path, "--journal", command=command).start()
    sent = [report(number + 500, 3000) for number in range(6)]

    def send(record):
        machine.run("sh", "-c", "%s --sink journal <%s" % (logger, posted(record)), env=PATIENCE)

    try:
        send(sent[0])
        following.expect(sent[:1])
        machine.run("journalctl", "--rotate")
        send(sent[1])
        following.expect(sent[:2])
        following.end(signal.SIGKILL)
        send(sent[2])
        machine.run("journalctl", "--rotate")
        send(sent[3])
        following.start().expect(sent[:4])
        machine.run("journalctl", "--rotate", "--vacuum-size=1")
        send(sent[4])
        following.expect(sent[:5])
        machine.run("journalctl", "--rotate", "--vacuum-size=1")
        following.end(signal.SIGKILL)
        send(sent[5])
        following.start().expect(sent)
    finally:
        following.kill()


@pytest.mark.engine
@pytest.mark.parametrize("name", ["docker journald", "podman journald"])
def test_reports_of_real_engines_are_known_by_their_container(name, engine_of, posted):
    engine = engine_of(name)
    sent = report(900 + len(name), 9000)
    script = "printf 'unfinished '; /opt/cel/bin/container-exception-logger <%s" % inside(posted(sent))
    container = engine.run("debian", "sh", "-c", script, env=PATIENCE)
    engine.machine.run("journalctl", "--sync")
    done = engine.machine.run(CEL, "list", "--journal", "--json", container.name)
    (found,) = [json.loads(one) for one in done.stdout.splitlines()]
    assert found["record"] == sent
    assert found["container"]["name"] == container.name
    assert found["container"]["id"] == container.id
