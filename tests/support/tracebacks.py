# SPDX-License-Identifier: Apache-2.0
"""Logs of programs that have no hook: ordinary lines, and among them what programs printed when they
died."""

import itertools
import json
import pathlib

from grouping import corpus, held_out

ORDINARY = pathlib.Path(__file__).resolve().parents[1] / "corpus" / "ordinary"


def ordinary():
    """The texts of the logs without any traceback, by name (tests/corpus/ordinary)."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(ORDINARY.glob("*.log"))}


def printed(record):
    """What the program had printed on stderr: of a hook's record without what the hook adds."""
    text = record["backtrace"]
    if record.get("mechanism"):
        text = text.partition("\n\n")[2].partition("\nLocal variables in innermost frame:")[0]
    return text.strip("\n") + "\n"


def of_corpus():
    """The corpus's lines (tests/corpus/README.md) with what was printed as `text`."""
    return [dict(line, text=printed(line["record"])) for line in corpus() + held_out()]


def mixed(lines):
    """A log with each of these texts between lines of a program that goes on."""
    text = "request %d of 10.1.0.7 took 3 ms\nthe cart has 17 articles\n"
    others = itertools.cycle(text % number for number in range(97))
    return "".join(next(others) + line["text"] + next(others) * 20 for line in lines)


def json_file(text, stream="stderr"):
    """The same as dockerd's json-file driver writes it."""
    return "".join(
        json.dumps({"log": line + "\n", "stream": stream, "time": stamp(number)},
                   separators=(",", ":")) + "\n"
        for number, line in enumerate(text.splitlines()))


def cri(text, stream="stderr", most=8192):
    """The same as containerd and CRI-O write it, lines longer than `most` in pieces."""
    out = []
    for number, line in enumerate(text.splitlines()):
        pieces = [line[at:at + most] for at in range(0, len(line), most)] or [""]
        out += ["%s %s %s %s\n" % (stamp(number), stream, "F" if piece is pieces[-1] else "P", piece)
                for piece in pieces]
    return "".join(out)


def stamp(number):
    """A time in a log, a millisecond for each line."""
    seconds, milliseconds = divmod(number, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return "2026-01-31T%02d:%02d:%02d.%03d000000Z" % (hours, minutes, seconds, milliseconds)
