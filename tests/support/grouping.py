# SPDX-License-Identifier: Apache-2.0
"""The labelled corpus of tracebacks, and how well a way of grouping them finds the true errors."""

import collections
import hashlib
import json
import pathlib
import re
import subprocess

from locks import locked

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRACEBACKS = ROOT / "tests" / "corpus" / "tracebacks"
HELD_OUT = ROOT / "tests" / "corpus" / "heldout" / "tracebacks.jsonl"
THREADS = ROOT / "tests" / "corpus" / "threads"
TOOL = ROOT / "build" / "bin" / "fingerprints"

Score = collections.namedtuple("Score", "precision recall f1")


def corpus():
    """The lines of the tuned set (tests/corpus/README.md) as dicts, each with its file's language."""
    lines = []
    for path in sorted(TRACEBACKS.glob("*.jsonl")):
        lines += [dict(json.loads(line), language=path.stem)
                  for line in path.read_text(encoding="utf-8").splitlines()]
    return lines


def held_out():
    """The lines of the set that the rules were not made on."""
    return [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]


def threads(half):
    """The lines of a half, `tuned` or `heldout`, of the tracebacks out of public issue threads."""
    text = (THREADS / (half + ".jsonl")).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def build_tool():
    """Builds the program that prints the fingerprints of records, with the shipped programs' options."""
    with locked("release"):
        subprocess.run(["cmake", "--build", ROOT / "build" / "release", "--target", "fingerprints"],
                       check=True, stdout=subprocess.DEVNULL)


def fingerprints(records):
    """The fingerprint of each record, as `cel` computes it."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run([TOOL], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().splitlines()


def traces(records):
    """For each record what its text was taken for: the exceptions, the raised one first; none: empty."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run([TOOL, "--traces"], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line.partition(" ")[2] or "[]") for line in done.stdout.decode().splitlines()]


def first_lines(records):
    """A hash of what ABRT's hooks put first: file:line:function:Type: message. ABRT has hooks for some of the
    languages only; for a plain text, this is its first line as such a hook would have written it."""
    found = []
    for record, links in zip(records, traces(records)):
        line = record["reason"]
        if links and record["type"] == "Text":
            frames = links[0]["frames"] or [{}]
            where = frames[-1]
            line = "%s:%s:%s:%s: %s" % (
                where.get("file", "").rpartition("/")[2], where.get("line"), where.get("function"),
                links[0]["type"], links[0]["message"].partition("\n")[0])
        found.append(hashlib.sha256(line.encode()).hexdigest())
    return found


def whole_texts(records):
    """A hash of the whole text, but for addresses."""
    return [hashlib.sha256(re.sub("0x[0-9a-f]+", "0x", record["backtrace"]).encode()).hexdigest()
            for record in records]


def bcubed(labels, groups):
    """BCubed precision, recall and F1 (Bagga and Baldwin, 1998): for each item, how much of its group is of
    its label, and how much of its label is in its group; the means over all items."""
    label_sizes, group_sizes = collections.Counter(labels), collections.Counter(groups)
    both = collections.Counter(zip(labels, groups))
    precision = sum(both[pair] / group_sizes[pair[1]] for pair in zip(labels, groups)) / len(labels)
    recall = sum(both[pair] / label_sizes[pair[0]] for pair in zip(labels, groups)) / len(labels)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def score_of(lines, groups, language=None):
    """The score of `groups`, one for each of `lines`; of a language's only, or None if it has none."""
    pairs = [(line["error"], group) for line, group in zip(lines, groups)
             if language in (None, line["language"])]
    return bcubed(*zip(*pairs)) if pairs else None
