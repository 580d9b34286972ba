# SPDX-License-Identifier: Apache-2.0
"""A job of several steps; what goes wrong in one is a StepFailed."""


class StepFailed(Exception):
    pass


def run(name, number, action, *arguments):
    try:
        return action(*arguments)
    except Exception as error:
        raise StepFailed("step %d (%s) failed" % (number, name)) from error


def upload(settings):
    return "s3://" + settings["bucket"]


def verify(settings):
    if settings["sum"] != settings["expected"]:
        raise ValueError("checksum %x is not %x" % (settings["sum"], settings["expected"]))


def publish(settings):
    return settings["feeds"][settings["seed"]]


def all_steps(settings):
    run("upload", 1, upload, settings)
    run("verify", 2, verify, settings)
    run("publish", 3, publish, settings)
