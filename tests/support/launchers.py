# SPDX-License-Identifier: Apache-2.0
"""cel-run and the inits that it can stand in for, each as a container's entry point."""

import os
import shutil
import subprocess
import unittest

from engines.bare import UNSHARE

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL_RUN = os.path.join(ROOT, "build", "bin", "cel-run")
OTHERS = ("tini", "tini-static", "dumb-init", "catatonit")


def compared(*others):
    """The names of the launchers that a test is about: cel-run, and where PEERS is set, as `make bench` does,
    also those others that behave so."""
    return ("cel-run", *others) if os.environ.get("PEERS") else ("cel-run",)


def launcher(name):
    """The path of cel-run or of one of OTHERS."""
    path = CEL_RUN if name == "cel-run" else shutil.which(name)
    if not path:
        raise unittest.SkipTest("not installed: %s; packaging/dependencies.sh bench installs it" % name)
    assert os.path.exists(path), "there is no %s: run make" % path
    return path


def namespace_command(*argv):
    """The command that makes `argv` PID 1 of a process namespace, and nothing else."""
    as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    return [*UNSHARE.split(), *as_root, "--", *map(str, argv)]


def run(*argv, timeout=60, **options):
    """Runs `argv` as PID 1 and returns its CompletedProcess, with stdout and stderr as text."""
    return subprocess.run(
        namespace_command(*argv),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        encoding="utf-8",
        errors="surrogateescape",
        **options,
    )
