# SPDX-License-Identifier: Apache-2.0
"""The JDKs of this machine."""

import functools
import hashlib
import os
import re
import shutil
import subprocess

import pytest
from locks import ROOT, locked

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


def compiled(folder, *sources, path=".", release="8"):
    """Compiles into `folder`, for Java 8 and with no libraries unless said otherwise, and returns it."""
    javac = shutil.which("javac") or pytest.skip("needs javac: apt-get install default-jdk-headless")
    options = ["--release", release, "-parameters", "-nowarn", "-Xlint:-options", "-cp", path]
    subprocess.run([javac, *options, "-d", folder, *sources], check=True)
    return folder


def jars(pom):
    """The folder with the jars of a pom's dependencies, which Maven brings; kept under build/jars."""
    with open(pom, "rb") as file:
        folder = os.path.join(ROOT, "build", "jars", hashlib.sha256(file.read()).hexdigest()[:12])
    with locked("jars"):
        if not os.path.exists(folder):
            shutil.rmtree(folder + ".part", ignore_errors=True)
            done = subprocess.run(
                [shutil.which("mvn") or pytest.skip("needs maven: apt-get install maven"), "--quiet",
                 "--batch-mode", "--file", str(pom), "-DoutputDirectory=%s.part" % folder,
                 "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            if done.returncode:
                pytest.skip("needs Maven Central: %s" % done.stdout.decode(errors="replace")[-300:])
            os.rename(folder + ".part", folder)
    return folder
