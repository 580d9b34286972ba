# SPDX-License-Identifier: Apache-2.0
"""What is kept between two nights."""

import os
import pickle


PROTOCOL = 4


def load(path):
    """What save() kept."""
    with open(path, "rb") as source:
        return pickle.load(source)


def save(path, what):
    with open(path, "wb") as out:
        pickle.dump(what, out, PROTOCOL)


def sizes(path):
    return [os.path.getsize(path), 1]
