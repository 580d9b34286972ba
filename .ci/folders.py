#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Check that the folders of cel/ depend on each other in one direction, by their #include lines.

    base <- {hooks, http, record} <- wire <- {redact, trace} <- {sink, source} <- {relay, report} <- ship
         <- {logger, run, sidecar, reader}

and within source, report, ship, reader and run, what lies in the folder itself being last, but for the
interface of sources:

    source  {bytes, source.h} <- followed_log.h <- known_place.h <- lines <- logs
            <- {engines, journal, kubernetes, text}
    report  . <- {follow, rules, triage}
    ship    {state, destination} <- {http, stream} <- to
    reader  output <- {options, show} <- {doctor, html} <- commands
    run     process <- {options, report} <- init <- debug <- {startup, tree}

A folder may include itself and what stands to its left; folders within one brace do not include each other.
No file includes itself, by whatever detour.
"""

import collections
import graphlib
import pathlib
import re
import sys

LAYERS = [
    {"base"},
    {"hooks", "http", "record"},
    {"wire"},
    {"redact", "trace"},
    {"source/bytes", "source/source.h"},
    {"source/followed_log.h"},
    {"source/known_place.h"},
    {"source/lines"},
    {"source/logs"},
    {"source/engines", "source/journal", "source/kubernetes", "source/text"},
    {"sink", "source"},
    {"relay", "report"},
    {"report/follow", "report/rules", "report/triage"},
    {"ship/state", "ship/destination"},
    {"ship/http", "ship/stream"},
    {"ship/to"},
    {"ship"},
    {"reader/output"},
    {"reader/options", "reader/show"},
    {"reader/doctor", "reader/html"},
    {"reader/commands"},
    {"run/process"},
    {"run/options", "run/report"},
    {"run/init"},
    {"run/debug"},
    {"run/startup", "run/tree"},
    {"logger", "run", "sidecar", "reader"},
]
FOLDERS = set().union(*LAYERS)
INCLUDE = re.compile(r'^\s*#\s*include\s*"(?:cel/)?([\w/]+/[^/"]+)"')


def folder_of(path):
    """The folder in FOLDERS that a path like `run/init/reap.h` lies in, or the file itself if it is there."""
    while path not in FOLDERS:
        path, _, name = path.rpartition("/")
        if not path:
            sys.exit(f"cel/{name}: a new folder; say in {__file__} where it stands")
    return path


def below(folder):
    """Names of the folders that `folder` may include, itself among them: of inner ones those of its own and
    those of whole folders to its left."""
    left = set()
    for layer in LAYERS:
        if folder in layer:
            break
        left |= layer
    outer = folder.split("/")[0]
    return {folder} | {each for each in left if each.split("/")[0] in left | {outer}}


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "cel"
    wrong = 0
    includes = collections.defaultdict(list)
    for path in sorted(root.glob("*/**/*.[hc]*")):
        place = path.relative_to(root)
        folder = folder_of(str(place))
        allowed = below(folder)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            included = INCLUDE.match(line)
            if not included:
                continue
            includes[str(place)].append(included[1])
            if folder_of(included[1]) not in allowed:
                print(f"cel/{place}:{number}: {folder} must not depend on {included[1]}")
                wrong += 1
    try:
        tuple(graphlib.TopologicalSorter(includes).static_order())
    except graphlib.CycleError as error:
        print("an include cycle: " + " <- ".join(error.args[1]))
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
