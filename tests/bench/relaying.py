# SPDX-License-Identifier: Apache-2.0
"""What cel-sidecar carries, holds and takes."""

import os
import shutil
import signal
import socket
import subprocess
import time

from measure import BUILD, ROOT, table

REPORTS = 40000
IMAGE = BUILD / "sidecar"
VOLUME = BUILD / "sidecar-volume"


def bench():
    shutil.rmtree(IMAGE, ignore_errors=True)
    install = ["cmake", "--install", ROOT / "build" / "release", "--component", "sidecar", "--prefix", IMAGE]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    client = ["gcc", "-O2", "-o", BUILD / "relay_client", ROOT / "tests" / "bench" / "relay_client.c", "-lz"]
    subprocess.run(client, check=True)
    size = sum(path.stat().st_size for path in IMAGE.rglob("*") if path.is_file())
    shutil.rmtree(VOLUME, ignore_errors=True)
    first, second = _install(), _install()
    table("cel-sidecar, its image and its volume", ["", ""], [
        ["image", f"{size / 1e6:.2f} MB"],
        ["install into an empty volume", f"{first:.0f} ms"],
        ["install again", f"{second:.0f} ms"],
    ])
    with _Relay() as relay:
        small = relay.clients(8, REPORTS, 300, 300)
        mixed = relay.clients(200, 4000, 1000, 200000)
        alone = relay.clients(1, 2000, 300, 300)
        silent = [socket.socket(socket.AF_UNIX) for _ in range(100)]
        for one in silent:
            one.connect(str(VOLUME / "run" / "cel.sock"))
        delayed = relay.clients(1, 2000, 300, 300)
        peak, end = relay.peak_kib(), relay.end()
    table("The relay on one core, its clients on another", ["", ""], [
        ["reports of 300 bytes a second, 8 clients", f"{REPORTS / small[0]:.0f}"],
        ["processor time for one", f"{small[3] / REPORTS * 1e6:.1f} us"],
        ["reports of 1 to 200 KB a second, 200 clients", f"{4000 / mixed[0]:.0f}"],
        ["refused", f"{small[2] + mixed[2] + alone[2] + delayed[2]:.0f}"],
        ["longest answer to one client", f"{alone[1] / 1000:.2f} ms"],
        ["the same, 100 silent connections beside", f"{delayed[1] / 1000:.2f} ms"],
        ["most memory", f"{peak / 1024:.1f} MB"],
        ["SIGTERM to exit", f"{end:.1f} ms"],
    ])


def _install():
    """Milliseconds that `install` takes."""
    start = time.monotonic()
    subprocess.run([IMAGE / "cel-sidecar", "install", VOLUME], check=True, stderr=subprocess.DEVNULL)
    return (time.monotonic() - start) * 1000


class _Relay:
    """cel-sidecar on the first core, its log drained by `cat` on the others."""

    def __enter__(self):
        cores = sorted(os.sched_getaffinity(0))
        self.others = set(cores[1:] or cores)
        self.reader = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [IMAGE / "cel-sidecar", "serve", "--install", VOLUME], stdout=self.reader.stdin,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores[:1]),
        )
        while not (VOLUME / "run" / "cel.sock").exists():
            time.sleep(0.01)
        return self

    def clients(self, clients, reports, smallest, largest):
        """(seconds, longest answer in microseconds, refused, the relay's processor time in seconds)"""
        before = self._cpu()
        numbers = map(str, (clients, reports, smallest, largest))
        done = subprocess.run(
            [BUILD / "relay_client", VOLUME / "run" / "cel.sock", *numbers],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True,
            preexec_fn=lambda: os.sched_setaffinity(0, self.others),
        )
        return (*map(float, done.stderr.split()), self._cpu() - before)

    def _cpu(self):
        with open(f"/proc/{self.process.pid}/schedstat") as file:
            return int(file.read().split()[0]) / 1e9

    def peak_kib(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))

    def end(self):
        """Milliseconds from SIGTERM to the exit."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        return (time.monotonic() - start) * 1000

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.reader.stdin.close()
        self.reader.wait()
