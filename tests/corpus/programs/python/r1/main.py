# SPDX-License-Identifier: Apache-2.0
"""The shop's commands: main.py COMMAND BUG SEED, where BUG is what is wrong with the data."""

import sys

from shop import commands, orders


def main(argv):
    command, bug, seed = argv[1], argv[2], int(argv[3])
    return commands.run(command, orders.make(bug, seed))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
