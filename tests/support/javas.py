# SPDX-License-Identifier: Apache-2.0
"""The JDKs of this machine."""

import functools
import os
import re
import shutil
import subprocess

import pytest

FOLDER = "/usr/lib/jvm"


@functools.lru_cache(maxsize=None)
def found():
    """The `java` programs, each JDK once, the one on PATH first."""
    paths = [shutil.which("java") or "/nowhere"]
    if os.path.isdir(FOLDER):
        paths += [os.path.join(FOLDER, each, "bin", "java") for each in sorted(os.listdir(FOLDER))]
    own = {os.path.realpath(each): each for each in reversed(paths) if os.path.exists(each)}
    return sorted(own.values(), key=paths.index)


@functools.lru_cache(maxsize=None)
def version(java):
    """The number before the first dot; 8 says `1.8`."""
    said = subprocess.run([java, "-version"], stderr=subprocess.PIPE, check=True).stderr.decode()
    numbers = re.search(r'version "(?:1\.)?(\d+)', said)
    assert numbers, said
    return int(numbers.group(1))


def compiled(folder, *sources):
    """Compiles for Java 8 into `folder`, and returns it."""
    javac = shutil.which("javac") or pytest.skip("needs javac: apt-get install default-jdk-headless")
    subprocess.run(
        [javac, "--release", "8", "-nowarn", "-Xlint:-options", "-d", folder, *sources], check=True
    )
    return folder
