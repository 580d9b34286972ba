# SPDX-License-Identifier: Apache-2.0
"""Files that include files."""

import os

from sums import parser


def read(path):
    with open(path) as source:
        return source.read()


def load(path):
    statements = []
    for line in read(path).splitlines():
        if line.startswith("include "):
            statements += load(os.path.join(os.path.dirname(path), line.split()[1]))
        elif line:
            statements += parser.Parser(line).program()
    return statements
