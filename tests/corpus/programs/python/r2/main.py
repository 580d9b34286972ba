# SPDX-License-Identifier: Apache-2.0
"""The shop's commands: main.py COMMAND BUG SEED, where BUG is what is wrong with the data.

This is what a year of work has made of release 1: new comments, other names, functions that were taken apart
or put around others. What is wrong is still wrong.
"""

import sys

from shop import commands
from shop import orders


def main(arguments):
    command, bug, seed = arguments[1:4]
    order = orders.make(bug, int(seed))
    status = commands.run(command, order)
    return status


if __name__ == "__main__":
    sys.exit(main(arguments=sys.argv))
