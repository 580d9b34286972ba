# SPDX-License-Identifier: Apache-2.0
"""A job of several steps; what goes wrong in one is a StepFailed."""


class StepFailed(Exception):
    pass


class Step:
    """One of a job's steps, by number and name."""

    def __init__(self, number, action):
        self.number = number
        self.action = action

    def run(self, settings):
        try:
            return self.action(settings)
        except Exception as error:
            raise StepFailed("step %d: %s failed" % (self.number, self.action.__name__)) from error


def prepare(settings):
    return settings["source"]


def upload(settings):
    return "s3://" + settings["bucket"]


def verify(settings):
    if settings["sum"] != settings["expected"]:
        raise ValueError("checksum %x is not %x" % (settings["sum"], settings["expected"]))


def publish(settings):
    return settings["feeds"][settings["seed"]]


def all_steps(settings):
    for number, action in enumerate((prepare, upload, verify, publish)):
        Step(number, action).run(settings)
