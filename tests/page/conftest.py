# SPDX-License-Identifier: Apache-2.0
"""The page that the browser tests open: `cel report` of the logs of pods whose programs really died."""

import datetime
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from chromium import Chromium

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dying_programs as programs  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEL = ROOT / "build" / "bin" / "cel"
NOW = datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture(scope="session")
def volume(tmp_path_factory):
    """The folder that a sidecar shares, laid down by the install rules."""
    folder = tmp_path_factory.mktemp("volume")
    subprocess.run(
        ["cmake", "--install", ROOT / "build" / "release", "--component", "volume", "--prefix", folder],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder


class Pods:
    """Logs of pods, as the kubelet keeps them."""

    def __init__(self, folder, volume):
        self.folder, self.volume = folder, volume

    def die(self, pod, program, hours_ago):
        """Runs a program to its end as the container `main` of a pod; its report comes `hours_ago`."""
        script = self.folder / (pod + ".py")
        script.write_text(program, encoding="utf-8")
        sink = self.folder / "sink"
        environment = {
            "PYTHONPATH": str(self.volume),
            "CEL_SINK": "file:%s" % sink,
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        subprocess.run(
            ["/usr/bin/python3", script],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        self.log(pod, sink.read_bytes().splitlines(), hours_ago)
        sink.unlink()

    def log(self, pod, lines, hours_ago):
        path = self.folder / "pods" / ("prod_%s_0000" % pod) / "main" / "0.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        moment = (NOW - datetime.timedelta(hours=hours_ago)).isoformat().encode()
        with open(path, "ab") as log:
            log.writelines(moment + b" stderr F " + line + b"\n" for line in lines)

    def report(self, name):
        """The path of the page of all that was logged."""
        assert CEL.exists(), "there is no %s: run make" % CEL
        page = self.folder / name
        done = subprocess.run(
            [CEL, "report", "-o", page, "--cri", self.folder / "pods"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")
        return page


@pytest.fixture
def pods(tmp_path, volume):
    """Pods of a test's own."""
    return Pods(tmp_path, volume)


@pytest.fixture(scope="session")
def page(tmp_path_factory, volume):
    pods = Pods(tmp_path_factory.mktemp("page"), volume)
    for hours in (30, 8, 0.1):
        pods.die("shop", programs.ORDER, hours)
    pods.die("gateway", programs.FETCH, 20)
    pods.die("billing", programs.BATCH, 3)
    pods.die("tree", programs.RECURSION, 2)
    texts = [text for text in programs.HOSTILE if "\x00" not in text]
    pods.die("hostile", programs.HOSTILE_PROGRAM % {"texts": texts, "text": programs.HOSTILE[0]}, 1)
    return pods.report("page.html")


@pytest.fixture(scope="session")
def chromium():
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("needs chromium and chromium-driver: packaging/dependencies.sh browser")
    browser = Chromium()
    yield browser
    browser.quit()


@pytest.fixture
def tab(chromium, page):
    """The page, newly opened in a wide, light window; every console message and request is an error."""
    chromium.reset()
    chromium.open(page)
    yield chromium
    assert chromium.complaints() == []
    assert set(chromium.requests()) == {page.as_uri()}
