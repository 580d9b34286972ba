# SPDX-License-Identifier: Apache-2.0
"""`cel ship` for tests: a program that is started, killed and started again; and reports in a log."""

import glob
import os
import pathlib
import random
import re
import signal
import subprocess
import time

from cel_lines import TAG
from reports import report, text_of

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
ALL = "--since=2020-01-01"


class Ship:
    """`cel ship` with its state in a folder; what it says on standard error stays over restarts."""

    _process: "subprocess.Popen[bytes]"  # once it was started

    def __init__(self, folder, *arguments, env=None):
        self.state = os.path.join(str(folder), "state")
        self.errors = os.path.join(str(folder), "errors")
        self._argv = [CEL, "ship", "--state", self.state, *map(str, arguments)]
        self._env = env

    def start(self):
        with open(self.errors, "ab") as errors:
            self._process = subprocess.Popen(
                self._argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=self._env
            )
        return self

    @property
    def pid(self):
        return self._process.pid

    def positions(self):
        """What its destinations have settled."""
        files = sorted(glob.glob(os.path.join(self.state, "*.position")))
        return [pathlib.Path(file).read_bytes() for file in files]

    def send(self, number):
        self._process.send_signal(number)

    def end(self, number=signal.SIGTERM):
        """Ends it, and returns its exit status."""
        assert self._process.poll() is None, "it ended with status %d: %s" % (
            self._process.returncode, self.said())
        self._process.send_signal(number)
        return self._process.wait()

    def kill(self):
        """Ends it, however a test went."""
        if hasattr(self, "_process") and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def said(self):
        with open(self.errors, encoding="utf-8") as errors:
            return errors.read()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()


def wait_for(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be within %d s" % seconds
        time.sleep(0.02)


def some_reports(count, start=0, size=1000):
    return [report(number, size) for number in range(start, start + count)]


def write(path, records):
    """Appends the reports to a log, as the logger writes them."""
    with open(path, "ab") as log:
        for record in records:
            log.write(TAG + b" - " + text_of(record) + b"\n")


def kill_until(ship, done, seconds=120, seed=1):
    """Starts it, and kills it every 200 to 800 ms, until all is done; then ends it. How often it was killed.
    On a machine that is busy it is killed later, once something was delivered, but in 5 s at the latest."""
    dice = random.Random(seed)
    end = time.monotonic() + seconds
    kills = 0
    while True:
        before = ship.positions()
        ship.start()
        moment = time.monotonic() + dice.uniform(0.2, 0.8)
        while time.monotonic() < moment or (ship.positions() == before and time.monotonic() < moment + 5):
            if done():
                ship.end()
                return kills
            time.sleep(0.01)
        assert time.monotonic() < end, "not done after %d kills: %s" % (kills, ship.said()[-2000:])
        ship.end(signal.SIGKILL)
        kills += 1


def example(folder, name):
    """Writes a handler that docs/ship.md shows into a file."""
    with open(os.path.join(ROOT, "docs", "ship.md"), encoding="utf-8") as page:
        text, = re.findall(r"```\w+\n(# %s\n.*?)```" % re.escape(name), page.read(), re.DOTALL)
    (folder / name).write_text(text)
    return folder / name
