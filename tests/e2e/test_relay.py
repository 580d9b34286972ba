# SPDX-License-Identifier: Apache-2.0
"""The relay of cel-sidecar: what it acknowledged is in its log, whoever sends what beside."""

import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
import zlib

import cel_lines
import pytest
from engines.bare import Stream, run_bare
from engines.machine import wait_until
from programs import AS_UID_1000, PATIENCE
from reports import report, text_of
from sidecar import Sidecar, hand_over


def without_peer(record):
    return {key: value for key, value in record.items() if key != "peer"}


@pytest.fixture
def sidecar(sidecar_program, public):
    with Sidecar(sidecar_program, public / "cel") as sidecar:
        yield sidecar


def log_through(logger, sidecar, sent, posted, *command):
    """Runs the logger with the relay as its first sink."""
    script = '%s "$0" --verbose --sink "unix:$1" <"$2"; exit $?' % " ".join(command)
    return run_bare("sh", "-c", script, logger, sidecar.socket, posted(sent), env=PATIENCE)


def test_200_clients_at_once_lose_and_tear_nothing_with_a_programs_output_beside(
    sidecar, relay_client, public
):
    reports, going, written = 10000, threading.Event(), []

    def program():
        with open("/proc/%d/fd/1" % sidecar.process.pid, "wb", buffering=0) as log:
            while not going.wait(0.002):
                written.append(b"app %d %s\n" % (len(written), b"x" * (len(written) % 500)))
                log.write(written[-1])

    beside = threading.Thread(target=program)
    beside.start()
    done = subprocess.run(
        [relay_client, sidecar.socket, "200", str(reports), "1000", "200000"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    going.set()
    beside.join()
    status, log, said = sidecar.end()
    acknowledged = sorted(map(int, done.stdout.split()))
    assert (acknowledged, status) == (list(range(reports)), 0), said
    records, other = cel_lines.decode(log)
    assert other == b"".join(written)
    assert sorted(int(record["reason"]) for record in records) == acknowledged
    assert all(zlib.crc32(record["backtrace"].encode()) == record["crc"] for record in records)


def test_the_relay_says_who_sent_a_report_and_the_client_cannot(sidecar):
    claimed = dict(report(), peer={"pid": 1, "uid": 12345, "gid": 0})
    assert hand_over(sidecar.socket, text_of(claimed) + b"\n") == b"ok\n"
    _, log, _ = sidecar.end()
    (record,), _ = cel_lines.decode(log)
    assert record["peer"] == {"pid": os.getpid(), "uid": os.getuid(), "gid": os.getgid()}
    assert record["x_peer"] == claimed["peer"]


def test_a_program_of_another_user_is_named_by_its_ids(sidecar, logger, posted, as_root):
    sent = report(size=20000)
    done = log_through(logger, sidecar, sent, posted, AS_UID_1000)
    assert done.returncode == 0, done.stderr
    _, log, _ = sidecar.end()
    (record,), _ = cel_lines.decode(log)
    assert without_peer(record) == sent
    assert (record["peer"]["uid"], record["peer"]["gid"]) == (1000, 1000)


def test_a_program_of_a_user_namespace_has_the_uid_it_has_outside_or_none(sidecar, logger, posted, as_root):
    # Mapped, the kernel translates; where the relay's own namespace has no such user, it is 65534.
    script = 'unshare --user --map-root-user -- "$0" --sink "unix:$1" <"$2"; exit $?'
    done = run_bare(
        "sh", "-c", AS_UID_1000 + " " + script, logger, sidecar.socket, posted(report()), env=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    _, log, _ = sidecar.end()
    assert cel_lines.decode(log)[0][0]["peer"]["uid"] == 1000


def test_a_relay_in_a_user_namespace_sees_strangers_as_nobody_and_without_a_pid(
    sidecar_program, public, as_root
):
    folder = public / "cel"
    own = "unshare --user --map-root-user --pid --fork --kill-child=SIGTERM --mount-proc".split()
    with Sidecar(sidecar_program, folder, prefix=own) as sidecar:
        client = "import sys; sys.path.insert(0, sys.argv[1]); from sidecar import hand_over; " \
            "sys.exit(hand_over(sys.argv[2], b'{}\\n') != b'ok\\n')"
        support = os.path.dirname(cel_lines.__file__)
        for command in ([], AS_UID_1000.split()):
            subprocess.run(
                [*command, "/usr/bin/python3", "-c", client, support, sidecar.socket], check=True, cwd="/",
                env={"PATH": os.environ["PATH"]},
            )
        sidecar.process.kill()  # unshare ends, and the kernel then sends SIGTERM to what it started
        log = sidecar.log.finish()
    peers = [record["peer"] for record in cel_lines.decode(log)[0]]
    assert peers == [{"uid": 0, "gid": 0}, {"uid": 65534, "gid": 65534}]


def test_a_volume_that_is_mounted_read_only_can_still_be_reported_through(
    sidecar, logger, posted, public, as_root
):
    sent, seen = report(), public / "seen"
    seen.mkdir()
    script = """
        mount --bind "$0" "$1" && mount -o remount,bind,ro "$1" || exit 99
        ! touch "$1/x" 2>/dev/null || exit 98
        %s "$1/bin/container-exception-logger" --sink stderr <"$2"; exit $?
    """ % AS_UID_1000
    done = run_bare("sh", "-c", script, sidecar.volume, str(seen), posted(sent), env=PATIENCE)
    assert done.returncode == 0, done.stderr
    _, log, _ = sidecar.end()
    assert without_peer(cel_lines.decode(log)[0][0]) == sent


def test_what_a_silent_and_a_slow_client_hold_keeps_nobody_from_being_answered(sidecar):
    silent = [socket.socket(socket.AF_UNIX) for _ in range(100)]
    for number, client in enumerate(silent):
        client.connect(sidecar.socket)
        if number % 2:
            client.sendall(b'{"reason": ')
    for number in range(50):
        assert hand_over(sidecar.socket, text_of(report(number, 1000 + 3000 * number)) + b"\n") == b"ok\n"
    assert [client.recv(100) for client in silent] == [b"error no whole record came within 5 s\n"] * 100
    status, log, said = sidecar.end()
    assert status == 0
    assert len(cel_lines.decode(log)[0]) == 50
    assert "100 refused" in said or " in all; the last" in said


def test_hostile_bytes_become_lines_like_any_others_or_are_refused(sidecar):
    noise = random.Random(7)
    messages = [
        b"", b"\n", b"\0" * 5000 + b"\n", b"{" * 200000 + b"\n", b"[" * 200000 + b"\n",
        b'{"a":' * 50000 + b"1" + b"}" * 50000 + b"\n", b"x" * (2 << 20),
        b'{"cel":{"id":"0","part":1,"parts":1},"z":""}\n', b"container-exception-logger - {}\n{}\n",
        b"{" + b",".join(b'"%d":{}' % i for i in range(60000)) + b"}\n",
        *[noise.getrandbits(8 * 3000).to_bytes(3000, "big") + b"\n" for _ in range(20)],
    ]
    answers = [hand_over(sidecar.socket, message) for message in messages]
    accepted = answers.count(b"ok\n")
    assert all(answer == b"ok\n" or answer.startswith(b"error ") or answer == b"" for answer in answers)
    status, log, _ = sidecar.end()
    assert status == 0
    records, other = cel_lines.decode(log)
    assert (len(records), other) == (accepted, b"")
    # Not: nothing at all, three long texts, and a long object of more values than a record has.
    assert accepted == len(messages) - 5


def test_a_log_that_nobody_reads_makes_the_logger_use_its_next_sink(
    sidecar_program, logger, posted, public
):
    with Sidecar(sidecar_program, public / "cel", drain=False) as sidecar:
        first = hand_over(sidecar.socket, text_of(report(1, 900000)) + b"\n")
        assert first == b"error nobody reads the log\n"
        sent = report(2)
        done = log_through(logger, sidecar, sent, posted)
        assert done.returncode == 0
        assert cel_lines.decode(done.stdout) == ([sent], b"")
        assert b"it answered: error nobody reads the log" in done.stderr
        # What was begun is finished when there is room again, which takes a busy machine some time.
        sidecar.log.drain()
        third = text_of(report(3)) + b"\n"
        wait_until(lambda: hand_over(sidecar.socket, third) == b"ok\n", 60, lambda: "there is no room")
        _, log, _ = sidecar.end()
    first, *others = [without_peer(r) for r in cel_lines.decode(log)[0]]
    assert first == report(1, 900000) and others and all(each == report(3) for each in others)


def test_after_a_kill_the_next_report_takes_another_sink_and_the_next_relay_its_place(
    sidecar_program, logger, posted, public
):
    with Sidecar(sidecar_program, public / "cel") as sidecar:
        assert hand_over(sidecar.socket, text_of(report(1)) + b"\n") == b"ok\n"
        _, log, _ = sidecar.end(signal.SIGKILL)
        assert without_peer(cel_lines.decode(log)[0][0]) == report(1)
        done = log_through(logger, sidecar, report(2), posted)
        assert (done.returncode, cel_lines.decode(done.stdout)) == (0, ([report(2)], b""))
    os.unlink(os.path.join(sidecar.volume, "run", "ready"))
    with Sidecar(sidecar_program, public / "cel") as again:
        assert hand_over(again.socket, text_of(report(3)) + b"\n") == b"ok\n"
        assert "replaces" not in again.end()[2]


def test_sigterm_with_clients_in_flight_answers_each_truthfully(sidecar_program, public):
    with Sidecar(sidecar_program, public / "cel") as sidecar:
        half = socket.socket(socket.AF_UNIX)
        half.connect(sidecar.socket)
        half.sendall(b'{"reason":')
        whole = [socket.socket(socket.AF_UNIX) for _ in range(50)]
        for number, client in enumerate(whole):
            client.connect(sidecar.socket)
            client.sendall(text_of(report(number)) + b"\n")
        time.sleep(0.05)
        sidecar.process.send_signal(signal.SIGTERM)
        acknowledged = set()
        for number, client in enumerate(whole):
            try:
                client.shutdown(socket.SHUT_WR)
                if client.recv(100) == b"ok\n":
                    acknowledged.add(number)
            except OSError:
                pass
        assert half.recv(100) == b"error the relay ends\n"
        status, log, _ = sidecar.end()
    assert status == 0
    assert not os.path.exists(sidecar.socket)
    assert not os.path.exists(os.path.join(sidecar.volume, "run", "ready"))
    assert acknowledged <= {record["time"] - 1700000000 for record in cel_lines.decode(log)[0]}


def test_an_installation_by_a_link_in_run_does_not_lead_the_socket_elsewhere(sidecar_program, public):
    volume, victim = public / "cel", public / "victim"
    subprocess.run([sidecar_program, "install", str(volume)], check=True, stderr=subprocess.DEVNULL)
    victim.write_text("precious")
    (volume / "run" / "ready").unlink()
    for name in ("cel.sock", "ready"):
        (volume / "run" / name).symlink_to(victim)
    sidecar = Sidecar(sidecar_program, volume)
    try:
        end = time.monotonic() + 30
        while (volume / "run" / "ready").is_symlink() and time.monotonic() < end:
            time.sleep(0.01)
        sidecar.wait_ready()
        assert hand_over(sidecar.socket, b"{}\n") == b"ok\n"
        _, log, said = sidecar.end()
    finally:
        sidecar.__exit__()
    assert victim.read_text() == "precious"
    assert "cel.sock replaces something that was no socket" in said
    assert len(json.loads(log.split(b" - ", 1)[1])) > 0


def test_a_sidecar_whose_log_lost_its_reader_ends_with_status_3(sidecar_program, public):
    with Sidecar(sidecar_program, public / "cel", drain=False) as sidecar:
        os.close(sidecar.log.reading_end)
        sidecar.log = Stream()
        assert hand_over(sidecar.socket, b"{}\n").startswith(b"error the log: cannot write")
        assert sidecar.process.wait(30) == 3
        assert b"nobody reads the log any more" in sidecar.process.stderr.read()
        sidecar.process.communicate()
