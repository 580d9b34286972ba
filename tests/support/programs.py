# SPDX-License-Identifier: Apache-2.0
"""What end-to-end tests say again and again about the programs that they run in containers."""

import os

# Where the deadline is not what a test is about, a busy machine must not matter; else nobody waits long.
PATIENCE = {"CEL_TIMEOUT": "60"}
IMPATIENCE = {"CEL_TIMEOUT": "0.5"}

AS_UID_1000 = "setpriv --reuid 1000 --regid 1000 --clear-groups"

# In an engine's container, where the volume is mounted.
LOGGER = "/opt/cel/bin/container-exception-logger"


def inside(path):
    """Where an engine's container finds a posted report."""
    return "/w/" + os.path.basename(path)


def read_terminal(fd):
    """Everything up to the moment when nobody has the other end any more, which a terminal tells with EIO."""
    chunks = []
    while True:
        try:
            chunks.append(os.read(fd, 65536))
        except OSError:
            os.close(fd)
            return unix(b"".join(chunks))


def unix(data):
    """The output of a terminal, which makes two characters of each newline, with newlines."""
    return data.replace(b"\r\n", b"\n")
