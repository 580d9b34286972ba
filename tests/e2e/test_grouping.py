# SPDX-License-Identifier: Apache-2.0
"""Reports of one error come into one group, whichever way they were made."""

import os
import subprocess
import sys

import cel_lines
import grouping
import pytest

PROGRAMS = grouping.ROOT / "tests" / "corpus" / "programs"
DEATHS = [["checkout", "no-shares"], ["stock", "-"], ["walk", "endless"], ["script", "-"], ["summary", "-"],
          ["settings", "-"], ["path", "-"], ["thread", "-"]]


@pytest.fixture(scope="module", autouse=True)
def tool():
    grouping.build_tool()


def test_the_true_errors_of_the_corpus_are_found():
    lines = grouping.corpus()
    assert len(lines) >= 200
    assert len({line["error"] for line in lines}) >= 60
    score = grouping.score_of(lines, grouping.fingerprints([line["record"] for line in lines]))
    assert score.f1 >= 0.95


def test_the_true_errors_of_other_programs_are_found_as_well_as_the_page_says():
    lines = grouping.held_out()
    assert len(lines) >= 120
    assert len({line["error"] for line in lines}) >= 35
    score = grouping.score_of(lines, grouping.fingerprints([line["record"] for line in lines]))
    assert score.precision >= 0.95
    assert score.f1 >= 0.835


def test_the_bugs_of_public_threads_are_found_as_well_as_the_page_says():
    for half, least in (("tuned", 0.96), ("heldout", 0.95)):
        lines = grouping.threads(half)
        assert len(lines) >= 70
        assert all(line["thread"].startswith("https://github.com/") for line in lines)
        score = grouping.score_of(lines, grouping.fingerprints([line["record"] for line in lines]))
        assert score.precision == 1
        assert score.f1 >= least


def test_bcubed_is_one_for_the_truth_and_falls_with_what_is_split_or_merged():
    assert grouping.bcubed("aabb", "xxyy") == (1, 1, 1)
    assert grouping.bcubed("aabb", "xxxx") == (0.5, 1, 2 / 3)
    assert grouping.bcubed("aabb", "1234") == (1, 0.5, 2 / 3)


@pytest.mark.parametrize("words", DEATHS, ids=lambda words: words[0])
def test_the_hooks_record_and_the_text_of_an_error_have_one_fingerprint(words, tmp_path):
    volume, log = tmp_path / "volume", tmp_path / "log"
    subprocess.run(["cmake", "--install", grouping.ROOT / "build" / "release", "--component", "volume",
                    "--prefix", volume], stdout=subprocess.DEVNULL, check=True)
    done = subprocess.run([sys.executable, PROGRAMS / "python" / "r1" / "main.py", *words, "3"],
                          env={"PATH": os.environ["PATH"], "PYTHONPATH": str(volume), "CEL_TIMEOUT": "60",
                               "PYTHONDONTWRITEBYTECODE": "1", "CEL_SINK": f"file:{log}"},
                          stderr=subprocess.PIPE)
    record = cel_lines.decode(log.read_bytes())[0][0]
    assert record["exceptions"]
    of_hook = {key: record[key] for key in ("type", "executable", "reason", "backtrace")}
    of_stderr = {"type": "Text", "executable": "x", "reason": "x", "backtrace": done.stderr.decode()}
    assert len(set(grouping.fingerprints([record, of_hook, of_stderr]))) == 1
