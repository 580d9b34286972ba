#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Check that the folders of cel/ depend on each other in one direction, by their #include lines.

    base <- record <- {sink, source, trace} <- relay <- {logger, run, sidecar, reader}

A folder may include itself and what stands to its left; folders within one brace do not include each other.
"""

import pathlib
import re
import sys

LAYERS = [
    {"base"},
    {"record"},
    {"sink", "source", "trace"},
    {"relay"},
    {"logger", "run", "sidecar", "reader"},
]
INCLUDE = re.compile(r'^\s*#\s*include\s*"(?:cel/)?(\w+)/')


def below(folder):
    """Names of the folders that `folder` may include, itself among them."""
    allowed = {folder}
    for layer in LAYERS:
        if folder in layer:
            return allowed
        allowed |= layer
    sys.exit(f"cel/{folder}: a new folder; say in {__file__} where it stands")


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "cel"
    wrong = 0
    for path in sorted(root.glob("*/**/*.[hc]*")):
        folder = path.relative_to(root).parts[0]
        allowed = below(folder)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            included = INCLUDE.match(line)
            if included and included[1] not in allowed:
                print(f"cel/{path.relative_to(root)}:{number}: {folder} must not depend on {included[1]}")
                wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
