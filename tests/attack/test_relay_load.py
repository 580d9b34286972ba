# SPDX-License-Identifier: Apache-2.0
"""The relay under load and among hostile clients: who sends gets through, whoever is silent beside, and its
memory is bounded."""

import contextlib
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time

import cel_lines
import cost
import pytest
from load import busy_machine
from sidecar import Sidecar, hand_over

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build" / "bin"
LOGGER = BIN / "container-exception-logger"
OTHER_USER = ["setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups"]


@pytest.fixture
def place():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        payload = pathlib.Path(folder, "payload")
        payload.mkdir()
        (payload / "README").write_text("nothing but this\n")
        yield pathlib.Path(folder)


@pytest.fixture
def sidecar(place):
    volume = str(place / "cel")
    with Sidecar(BIN / "cel-sidecar", volume, "serve", "--install", volume, "--payload",
                 str(place / "payload")) as started:
        yield started


@pytest.fixture(scope="session")
def relay_client():
    """Many clients of a relay at once, none of which tries again (tests/bench/relay_client.c)."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "relay_client")
        source = ROOT / "tests" / "bench" / "relay_client.c"
        subprocess.run(["gcc", "-O2", "-o", program, source, "-lz"], check=True)
        yield program


@contextlib.contextmanager
def connections(path, count, first=b""):
    """So many clients of one process that have sent `first`, and then say nothing."""
    clients = []
    try:
        for _ in range(count):
            client = socket.socket(socket.AF_UNIX)
            clients.append(client)
            client.connect(path)
            with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
                client.send(first, socket.MSG_DONTWAIT)
        yield clients
    finally:
        for client in clients:
            client.close()


@contextlib.contextmanager
def many_descriptors(count):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, before[1])))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def peak_of(pid):
    """The largest resident memory of a process so far, in bytes."""
    with open("/proc/%d/status" % pid) as status:
        return int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1]) * 1024


def reasons_in(log):
    records, _ = cel_lines.decode(log)
    return sorted(record["reason"] for record in records)


def test_on_a_busy_machine_nobody_who_sends_is_refused_for_those_who_say_nothing(sidecar, relay_client):
    with busy_machine(), connections(sidecar.socket, 100):
        done = subprocess.run([relay_client, sidecar.socket, "40", "1000", "100", "180000", "8192"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    _, log, said = sidecar.end()
    refused = int(float(done.stderr.split()[2]))
    assert (refused, len(done.stdout.split())) == (0, 1000), said
    assert reasons_in(log) == sorted(map(str, range(1000)))


def test_on_a_busy_machine_loggers_lose_nothing_and_use_no_other_sink(sidecar, place):
    sent = {}
    for i in range(40):
        sent[i] = place / ("%d.json" % i)
        sent[i].write_bytes(b'{"type":"T","executable":"/e","reason":"%d","backtrace":"%s"}'
                            % (i, os.urandom(2250 * (i + 1)).hex().encode()))
    command = [LOGGER, "--verbose", "--sink", "unix:" + sidecar.socket]
    with busy_machine(), connections(sidecar.socket, 100):
        started = []
        for path in sent.values():
            with open(path, "rb") as report:
                started.append(subprocess.Popen(command, stdin=report, stderr=subprocess.PIPE,
                                                env={"CEL_TIMEOUT": "60"}))
        told = [process.communicate()[1].decode() for process in started]
    _, log, said = sidecar.end()
    assert all("delivered to the relay" in line for line in told), told
    assert reasons_in(log) == sorted(map(str, sent)), said


def test_10000_connections_cost_16_mb_and_hold_up_nobody(sidecar):
    with many_descriptors(11000), connections(sidecar.socket, 10000, b"{" + b"x" * 100000):
        asked = b"error busy: "
        while asked.startswith(b"error busy: "):
            asked = hand_over(sidecar.socket, b'{"reason":"mine","x":"%s"}\n' % (b"y" * 900000))
        peak = peak_of(sidecar.process.pid)
        assert asked == b"ok\n"
    assert reasons_in(sidecar.end()[1]) == ["mine"]
    assert peak < 16 * cost.MIB


FLOOD = """
import socket, sys
kept = []
while True:
    try:
        client = socket.socket(socket.AF_UNIX)
        client.setblocking(False)
        client.connect(sys.argv[1])
        client.send(b"{" * int(sys.argv[2]))
        kept.append(client)
        if len(kept) == 1:
            print("floods", flush=True)
    except OSError:
        pass
    if len(kept) > 10000:
        del kept[:5000]
"""


@pytest.mark.parametrize("size", [1, 100000])
def test_one_users_flood_of_connections_does_not_starve_another_user(sidecar, place, size):
    report = place / "report.json"
    report.write_bytes(b'{"type":"T","executable":"/e","reason":"mine","backtrace":"%s"}' % (b"x" * 100000))
    command = [LOGGER, "--verbose", "--sink", "unix:" + sidecar.socket]
    with many_descriptors(11000):
        flood = subprocess.Popen([*OTHER_USER, sys.executable, "-c", FLOOD, sidecar.socket, str(size)],
                                 stdout=subprocess.PIPE)
    try:
        assert flood.stdout.readline() == b"floods\n"
        told = []
        for _ in range(20):
            with open(report, "rb") as given:
                told.append(subprocess.run(command, stdin=given, stderr=subprocess.PIPE).stderr.decode())
    finally:
        flood.kill()
        flood.communicate()
    assert all("delivered to the relay" in line for line in told), told
    assert len(reasons_in(sidecar.end()[1])) == 20


def test_clients_that_drip_a_byte_now_and_then_give_way_to_those_that_send(sidecar):
    with connections(sidecar.socket, 499, b"{") as dripping, connections(sidecar.socket, 1) as (sends,):
        sends.sendall(b'{"reason":"sends","x":"' + b"y" * 20000)
        time.sleep(0.3)
        for client in dripping:
            client.send(b'"')
        with connections(sidecar.socket, 100):
            sends.sendall(b'"}\n')
            sends.shutdown(socket.SHUT_WR)
            assert sends.recv(100) == b"ok\n"
    assert reasons_in(sidecar.end()[1]) == ["sends"]
