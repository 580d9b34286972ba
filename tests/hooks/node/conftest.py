# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Node.js hook share: each version of Node.js, and a program that is run with and
without the hook, side by side."""

import re

import nodes
import pytest
from hook_runner import (  # noqa: F401
    Runner,
    as_root,
    fingerprints_of_texts,
    own_volume,
    parametrize_deaths,
    public,
    writer,
)
from hooked import volume  # noqa: F401


def pytest_generate_tests(metafunc):
    """A test that takes `node` runs on each version; one that takes `death`, on each of its CASES."""
    if "node" in metafunc.fixturenames:
        metafunc.parametrize("node", nodes.VERSIONS, indirect=True, scope="session")
    parametrize_deaths(metafunc)


@pytest.fixture(scope="session")
def node(request):
    return nodes.node_at(request.param)


@pytest.fixture
def own_node():
    """The machine's, for tests of what no version does differently."""
    return nodes.node_at("own")


@pytest.fixture
def runner(tmp_path, volume):  # noqa: F811
    def shown(text, process):
        """Without what differs between two runs of Node.js alone: its process id in warnings, and whether the
        main thread hears of a worker's error by a message or by the worker's end."""
        text = text.replace(b"(node:%d)" % process.pid, b"(node)")
        return re.sub(rb"    at \S*(\[kOnExit\]|\.onexit) \(node:internal/worker:.*\n", b"", text)

    return Runner(tmp_path, volume, "node", shown)


@pytest.fixture
def program(tmp_path):
    return writer(tmp_path, "program.js")


@pytest.fixture
def old_node():
    """One that the hook is not for."""
    return nodes.node_at(nodes.OLD)


@pytest.fixture(scope="session")
def fingerprint_of_text():
    """The fingerprint of what a Node.js program wrote to its stderr."""
    return fingerprints_of_texts("NodeJS")
