# SPDX-License-Identifier: Apache-2.0
"""What is to be done at night."""

import functools
import logging
import subprocess

from nightly import state

log = logging.getLogger("nightly")


def logged(job):
    @functools.wraps(job)
    def run(settings):
        log.info("%s starts", job.__name__)
        return job(settings)
    return run


def shell(*words):
    """Runs a program that says nothing."""
    return subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@logged
def backup(settings):
    return "rsync %s %s" % (settings["source"], settings["target"])


@logged
def vacuum(settings):
    return shell("sh", "-c", "exit %d" % (settings["seed"] % 3 + 1), settings["source"] + "/db")


@logged
def rotate(settings):
    return shell("/opt/rotate-%d/bin/rotate" % settings["seed"], "--keep", "7")


@logged
def resume(settings):
    return state.load(settings["state"])["step"]


def report(settings):
    return largest(state.sizes(settings["state"]) + [None])


def largest(sizes):
    return sorted(sizes)[-1]
