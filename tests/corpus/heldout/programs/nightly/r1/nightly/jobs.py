# SPDX-License-Identifier: Apache-2.0
"""What is to be done at night."""

import subprocess

from nightly import state


def shell(*words):
    return subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def backup(settings):
    return "rsync %s %s" % (settings["source"], settings["target"])


def vacuum(settings):
    return shell("sh", "-c", "exit %d" % (settings["seed"] % 3 + 1), settings["source"] + "/db")


def rotate(settings):
    return shell("/opt/rotate-%d/bin/rotate" % settings["seed"], "--keep", "7")


def resume(settings):
    return state.load(settings["state"])["step"]


def report(settings):
    sizes = state.sizes(settings["state"])
    return sorted(sizes + [None])[-1]
