# SPDX-License-Identifier: Apache-2.0
"""The page that the browser tests open: `cel report` of the logs of pods whose programs really died."""

import os
import shutil
import sys

import pytest
from chromium import Chromium
from pod_logs import PodLogs, lay_volume

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dying_programs as programs  # noqa: E402


@pytest.fixture(scope="session")
def volume(tmp_path_factory):
    """The folder that a sidecar shares."""
    return lay_volume(tmp_path_factory.mktemp("volume"))


@pytest.fixture
def pods(tmp_path, volume):
    """Pods of a test's own."""
    return PodLogs(tmp_path, volume)


@pytest.fixture(scope="session")
def page(tmp_path_factory, volume):
    pods = PodLogs(tmp_path_factory.mktemp("page"), volume)
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
