# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Python hook share: the interpreters found here, the volume as it is laid down, a
program run with and without it. A folder of such tests has all of it by
`from hooked import *` in its conftest."""

import os
import re
import subprocess

import cel_lines
import interpreters
import languages
import pytest
import venvs

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ADDRESS = re.compile(rb"0x[0-9a-f]+|(?<=thread )\d{9,}|(?<=object refcount : )\d+")


def pytest_generate_tests(metafunc):
    """A test that takes `python` runs on each interpreter, or on those of the versions in its mark `since`;
    one that takes `death`, too, on those that each of the module's CASES is for."""
    if "python" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker("since")
    low, high = (mark.args + ((9, 9),))[:2] if mark else ((2, 7), (9, 9))
    chosen = [each for each in interpreters.found() if low <= each.version[:2] <= high]
    if "death" not in metafunc.fixturenames:
        metafunc.parametrize("python", chosen, ids=interpreters.label, scope="session")
        return
    pairs = [(death, python) for death in metafunc.module.CASES for python in chosen
             if death.low <= python.version[:2] <= death.high and python.implementation in death.on]
    metafunc.parametrize("death, python", pairs, ids=[
        "%s-%s" % (death.name.replace(" ", "-"), interpreters.label(python)) for death, python in pairs])


def pytest_configure(config):
    config.addinivalue_line("markers", "since(low, high): the versions of Python, both included, for a test")


@pytest.fixture(scope="session")
def volume(tmp_path_factory):
    """The folder that a sidecar shares, laid down by the install rules."""
    folder = str(tmp_path_factory.mktemp("volume"))
    subprocess.run(["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "volume",
                    "--prefix", folder], stdout=subprocess.DEVNULL, check=True)
    return folder


class Ended:
    """How a program ended: stdout, stderr (bytes), status; with the hook also its reports (dicts)."""

    def __init__(self, done, reports=()):
        self.stdout, self.stderr, self.status = done.stdout, done.stderr, done.returncode
        self.reports = list(reports)

    @property
    def seen(self):
        """What anybody outside can tell of it; addresses and PyPy's numbers of threads are each run's own."""
        return self.status, ADDRESS.sub(b"0x", self.stdout), ADDRESS.sub(b"0x", self.stderr)


@pytest.fixture(scope="session")
def packages():
    """`venvs.with_packages`, whose tests are skipped without PyPI."""
    def make(interpreter, requirements):
        try:
            return venvs.with_packages(interpreter, requirements)
        except venvs.Unavailable as problem:
            pytest.skip(str(problem))

    return make


@pytest.fixture
def run(volume, tmp_path):
    """Runs a command with the volume on PYTHONPATH: `run([...], env={}, **options of subprocess.run)`."""
    sink = tmp_path / "log"

    def start(command, env=None, path=volume, **options):
        if sink.exists():
            sink.unlink()
        options.setdefault("stdin", subprocess.DEVNULL)
        environ = dict(bare(), CEL_SINK="file:%s" % sink, **languages.variables(path, "python"), **env or {})
        done = subprocess.run(command, env=environ,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, **options)
        data = sink.read_bytes() if sink.exists() else b""
        records, other = cel_lines.decode(data)
        assert other == b""
        return Ended(done, records)

    return start


@pytest.fixture
def compare(run):
    """As `run`, once without the hook and once with it; what can be seen from outside must be the same."""
    def start(command, env=None, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        alone = Ended(subprocess.run(command, env=dict(bare(), **env or {}), stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, timeout=60, **options))
        if hasattr(options["stdin"], "seek"):
            options["stdin"].seek(0)
        hooked = run(command, env=env, **options)
        assert hooked.seen == alone.seen
        return hooked

    return start


@pytest.fixture
def script(tmp_path):
    """Writes a program to a file: `script(source, name)`, its path."""
    def write(source, name="program.py"):
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return str(path)

    return write


def bare():
    """An environment that says nothing to Python but that hashes, and so the order of sets, stay the same."""
    return {"PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1"}
