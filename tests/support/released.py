# SPDX-License-Identifier: Apache-2.0
"""Finds what `make dist` wrote, and runs the tools that look at it."""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIST = os.path.join(ROOT, "build", "dist")


def run(*command, **more):
    """What a program prints; it must succeed."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, **more)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout.decode()


def released(*words):
    """The one file in build/dist/ whose name has all words."""
    path, = [os.path.join(DIST, name) for name in os.listdir(DIST) if all(word in name for word in words)]
    return path
