# SPDX-License-Identifier: Apache-2.0
"""kustomize, helm and our check, built from the Go modules in go/ once and kept under build/go."""

import fcntl
import os
import shutil
import subprocess
import sys

import pytest
from manifests import KUBERNETES, ROOT

SOURCE = os.path.join(ROOT, "tests", "manifests", "go")
BUILD = os.path.join(ROOT, "build", "go")
PROGRAMS = (".", "sigs.k8s.io/kustomize/kustomize/v5", "helm.sh/helm/v3/cmd/helm")


class ToolError(Exception):
    """A command failed; the text holds all that it printed."""


def _run(*command, **options):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
    )
    if done.returncode:
        raise ToolError("%s:\n%s" % (" ".join(command), done.stdout.decode(errors="replace")))


def _go():
    """A Go new enough, which Debian 12 lacks: from PyPI, pinned."""
    wanted, venv = os.path.join(SOURCE, "requirements.txt"), os.path.join(BUILD, "venv")
    installed = os.path.join(venv, "installed.txt")
    if not os.path.exists(installed) or open(installed).read() != open(wanted).read():
        shutil.rmtree(venv, ignore_errors=True)
        _run(sys.executable, "-m", "venv", venv)
        _run(os.path.join(venv, "bin", "pip"), "install", "--quiet", "-r", wanted)
        shutil.copy(wanted, installed)
    return os.path.join(venv, "bin", "go")


@pytest.fixture(scope="session")
def go():
    """Runs the go command in the module of the tools."""
    os.makedirs(BUILD, exist_ok=True)
    # Without C, and with a compiler that collects less garbage, a first build is quicker. A module cache that
    # cannot be written to could not be removed by `make clean`.
    environment = dict(
        os.environ, CGO_ENABLED="0", GOGC="300", GOTOOLCHAIN="local", GOFLAGS="-mod=readonly -modcacherw",
        GOCACHE=os.path.join(BUILD, "cache"), GOMODCACHE=os.path.join(BUILD, "modules"),
    )
    with open(os.path.join(BUILD, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            command = _go()
            _run(command, "mod", "download", cwd=SOURCE, env=environment)
        except ToolError as error:
            pytest.skip("needs PyPI and a Go module proxy: %s" % error)
        yield lambda *argv: _run(command, *argv, cwd=SOURCE, env=environment)


@pytest.fixture(scope="session")
def tool(go):
    """Runs one of the tools: its CompletedProcess, with stdout and stderr as text."""
    folder = os.path.join(BUILD, "bin")
    go("build", "-ldflags=-s -w", "-o", folder + "/", *PROGRAMS)

    def run(name, *argv, stdin="", path=""):
        return subprocess.run(
            [os.path.join(folder, name), *map(str, argv)], input=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, universal_newlines=True,
            env=dict(os.environ, PATH=path + ":" + os.environ["PATH"] if path else os.environ["PATH"]),
        )

    run.folder = folder
    return run


@pytest.fixture(scope="session")
def charts(tool, tmp_path_factory):
    """The charts, with what shop's depends on in place."""
    folder = tmp_path_factory.mktemp("helm") / "charts"
    shutil.copytree(os.path.join(KUBERNETES, "helm"), str(folder))
    done = tool("helm", "dependency", "build", folder / "shop")
    assert done.returncode == 0, done.stderr
    return folder
