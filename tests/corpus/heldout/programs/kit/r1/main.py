# SPDX-License-Identifier: Apache-2.0
"""A tool with plugins: main.py COMMAND SEED, which makes the command line of the seed."""

import sys

from kit import cli

LINES = {
    "missing-module": ["plugins", "colours"],
    "syntax": ["plugins", "broken"],
    "no-register": ["plugins", "empty"],
    "no-register-either": ["plugins", "notes"],
    "table": ["plugins", "tables"],
    "greet": ["greet", "user%d"],
    "size-number": ["allocate", "--size", "%d.5k"],
    "size-unit": ["allocate", "--size", "%dg"],
    "pack": ["pack", "7%d000"],
    "newest": ["newest", "1.2", "1.%drc1"],
    "configure": ["configure", "%d"],
    "get": ["get", "user.mail.host%d"],
    "get-unknown": ["get", "team%d.mail"],
    "build": ["build", "out%d"],
    "archive": ["archive", "out%d"],
    "colour": ["colour", "text %d"],
    "page": ["page", "%d"],
}


def command_line(command, seed):
    return [word % seed if "%d" in word else word for word in LINES[command]]


if __name__ == "__main__":
    cli.main(command_line(sys.argv[1], int(sys.argv[2])))
