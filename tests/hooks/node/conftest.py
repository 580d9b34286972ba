# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Node.js hook share: each version of Node.js, and a program that is run with and
without the hook, side by side."""

import os
import pathlib
import subprocess
import tempfile

import cel_lines
import grouping
import languages
import nodes
import pytest
from hooked import Ended, volume  # noqa: F401

SECONDS = 60


def pytest_generate_tests(metafunc):
    """A test that takes `node` runs on each version; one that takes `death`, on each of its CASES."""
    if "node" in metafunc.fixturenames:
        metafunc.parametrize("node", nodes.VERSIONS, indirect=True, scope="session")
    if "death" in metafunc.fixturenames:
        cases = metafunc.module.CASES
        metafunc.parametrize("death", cases, ids=[each.name.replace(" ", "-") for each in cases])


@pytest.fixture(scope="session")
def node(request):
    return nodes.node_at(request.param)


@pytest.fixture
def own_node():
    """The machine's, for tests of what no version does differently."""
    return nodes.node_at("own")


class Runner:
    """Starts a command in `folder`, with the hook or without."""

    @staticmethod
    def finish(process):
        """How a program ended that `start` started."""
        return finish(process)

    def __init__(self, folder, volume):  # noqa: F811
        self.folder, self.volume = folder, volume

    def start(self, command, hooked, env, **options):
        environ = {"PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8"}
        if hooked:
            environ.update(languages.variables(self.volume, "node"), CEL_SINK="file:%s" % self.log)
        environ.update(env or {})
        # Files: Node.js does not wait for the reader of a pipe when it dies.
        files = {each: tempfile.TemporaryFile() for each in ("stdout", "stderr")}
        files.update(options)
        process = subprocess.Popen(
            command, cwd=str(self.folder), env=environ, stdin=subprocess.DEVNULL, **files
        )
        process.files = [files["stdout"], files["stderr"]]
        return process

    @property
    def log(self):
        return self.folder / "log"

    def run(self, command, env=None, **options):
        """How the program ended with the hook, and its reports."""
        return self._ended(self.start(command, True, env, **options))

    def compare(self, command, env=None, **options):
        """The same; what can be seen of it from outside must be as without the hook."""
        alone = self.start(command, False, env, **options)
        hooked = self._ended(self.start(command, True, env, **options))
        assert hooked.seen == finish(alone).seen
        return hooked

    def _ended(self, process):
        ended = finish(process)
        if self.log.exists():
            records, other = cel_lines.decode(self.log.read_bytes())
            assert other == b""
            self.log.unlink()
            ended.reports = records
        return ended


def finish(process):
    process.wait(timeout=SECONDS)
    texts = []
    for file in process.files:
        file.seek(0)
        # Node.js names itself by its process id in warnings.
        texts.append(file.read().replace(b"(node:%d)" % process.pid, b"(node)"))
        file.close()
    return Ended(subprocess.CompletedProcess((), process.returncode, *texts))


@pytest.fixture
def runner(tmp_path, volume):  # noqa: F811
    return Runner(tmp_path, volume)


@pytest.fixture
def program(tmp_path):
    """Writes a program to a file: `program(source, name)`, its name."""

    def write(source, name="program.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
        return os.path.join(str(tmp_path), name)

    return write


@pytest.fixture
def old_node():
    """One that the hook is not for."""
    return nodes.node_at(nodes.OLD)


@pytest.fixture
def as_root():
    if os.geteuid() != 0:
        pytest.skip("needs root: it runs programs as another user")


@pytest.fixture
def public():
    """A folder that every user may look into."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield pathlib.Path(folder)


@pytest.fixture(scope="session")
def fingerprint_of_text():
    """The fingerprint of what a Node.js program wrote to its stderr."""
    grouping.build_tool()
    return lambda text: grouping.fingerprints([{"type": "NodeJS", "backtrace": text.decode()}])[0]
