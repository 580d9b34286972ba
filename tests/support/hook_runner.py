# SPDX-License-Identifier: Apache-2.0
"""What the tests of all hooks but Python's share: a program that is run with and without the hook, side by
side, and the cases of its deaths."""

import collections
import os
import pathlib
import shutil
import subprocess
import tempfile

import cel_lines
import grouping
import languages
import pytest
from hooked import Ended

SECONDS = 60

Case = collections.namedtuple("Case", "name source reports file options env")


class Cases(list):
    """The deaths that a module tests; `add` adds one: its name, the program, and what it is reported as."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def add(self, name, source, *reports, file=None, options=(), env=None):
        self.append(Case(name, source, reports, file or self.file, list(options), env))


def parametrize_deaths(metafunc):
    """A test that takes `death` runs on each of its module's CASES."""
    if "death" in metafunc.fixturenames:
        cases = metafunc.module.CASES
        metafunc.parametrize("death", cases, ids=[each.name.replace(" ", "-") for each in cases])


def fingerprints_of_texts(kind):
    """A function that returns the fingerprint of what a program of this kind, a record's `type`, wrote to its
    stderr."""
    grouping.build_tool()
    return lambda text: grouping.fingerprints([{"type": kind, "backtrace": text.decode()}])[0]


def assert_reported(ended, death):
    """The reports are those of the case, and in its order: mechanism, severity, handled, a part of the
    reason."""
    found = [(each["mechanism"], each["severity"], each["handled"], each["reason"]) for each in ended.reports]
    assert len(found) == len(death.reports), found
    for got, wanted in zip(found, death.reports):
        assert got[:3] == wanted[:3] and wanted[3] in got[3], found


class Started(subprocess.Popen):
    """A program that runs, and the files that it writes to."""

    files: list


class Runner:
    """Starts a command in `folder`, with the hook of `language` or without. `shown(text, process)` makes what
    it wrote comparable with what another process wrote."""

    def __init__(self, folder, volume, language, shown=lambda text, process: text):
        self.folder, self.volume, self.language, self.shown = folder, volume, language, shown

    @property
    def log(self):
        return self.folder / "log"

    def start(self, command, hooked, env, **options):
        environ = {"PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8"}
        if hooked:
            environ.update(languages.variables(self.volume, self.language), CEL_SINK="file:%s" % self.log)
        environ.update(env or {})
        # Files: Node.js does not wait for the reader of a pipe when it dies.
        files = {each: tempfile.TemporaryFile() for each in ("stdout", "stderr")}
        files.update(options)
        options.setdefault("stdin", subprocess.DEVNULL)
        process = Started(command, cwd=str(self.folder), env=environ, **{**options, **files})
        process.files = [files["stdout"], files["stderr"]]
        return process

    def finish(self, process):
        """How a program ended that `start` started."""
        process.wait(timeout=SECONDS)
        texts = []
        for file in process.files:
            file.seek(0)
            texts.append(self.shown(file.read(), process))
            file.close()
        return Ended(subprocess.CompletedProcess((), process.returncode, *texts))

    def run(self, command, env=None, **options):
        """How the program ended with the hook, and its reports."""
        return self.ended(self.start(command, True, env, **options))

    def compare(self, command, env=None, **options):
        """The same; what can be seen of it from outside must be as without the hook."""
        alone = self.start(command, False, env, **options)
        hooked = self.ended(self.start(command, True, env, **options))
        assert hooked.seen == self.finish(alone).seen
        return hooked

    def ended(self, process):
        ended = self.finish(process)
        if self.log.exists():
            records, other = cel_lines.decode(self.log.read_bytes())
            assert other == b""
            self.log.unlink()
            ended.reports = records
        return ended


def writer(folder, name):
    """Writes a program to a file of `folder`: `program(source, name)`, its path."""

    def write(source, name=name):
        path = pathlib.Path(str(folder), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return str(path)

    return write


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


@pytest.fixture
def own_volume(volume, tmp_path, runner):
    """A copy of the volume, which a test may spoil."""
    runner.volume = copied(volume, tmp_path / "cel")
    return runner.volume


def copied(volume, folder):
    """A copy of the volume, without Python's hook."""
    shutil.copytree(volume, str(folder), ignore=shutil.ignore_patterns("*.py", "*.pyc"))
    return folder


def replace_logger(volume, script):
    """Puts a shell script in the place of the volume's logger; nothing, without one."""
    path = volume / "bin" / "container-exception-logger"
    path.unlink()
    if script:
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
