# SPDX-License-Identifier: Apache-2.0
"""A folder for the work of one command."""

import os
import tempfile


class Workspace(object):
    """Gone when the command is done."""

    def __enter__(self):
        self.path = tempfile.mkdtemp()
        return self.path

    def __exit__(self, *unused):
        self.remove()

    def remove(self):
        os.rmdir(self.path)


def build(name):
    with Workspace() as path:
        with open(os.path.join(path, name), "w") as out:
            out.write("built")


def pack(name, options):
    with Workspace() as path:
        return os.path.join(path, name + options["suffix"])
