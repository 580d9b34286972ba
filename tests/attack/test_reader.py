# SPDX-License-Identifier: Apache-2.0
"""What containers and users may write into logs costs their reader time in proportion, and no more."""

import os
import subprocess

import cost
import pytest
from journals import docker_fields, make_journal, podman_fields

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
ID = "%064x" % 0xABC
MARK = b'container-exception-logger - {"'


def conmon_pieces(piece, count):
    """The entries of one line that conmon never ends."""
    return [podman_fields(ID, "web", MESSAGE=piece, CONTAINER_PARTIAL_MESSAGE="true") for _ in range(count)]


def dockerd_pieces(piece, count):
    return [docker_fields(ID, "web", MESSAGE=piece, CONTAINER_PARTIAL_MESSAGE="true",
                          CONTAINER_PARTIAL_ID="5" * 64, CONTAINER_PARTIAL_ORDINAL=str(number + 1),
                          CONTAINER_PARTIAL_LAST="false") for number in range(count)]


@pytest.fixture(scope="module")
def cost_of_an_entry(tmp_path_factory):
    """What is spent before the pieces are looked at."""
    return cost_of_reading(tmp_path_factory.mktemp("one"), conmon_pieces(b"x", 1))


def cost_of_reading(folder, entries, *argv):
    make_journal(folder / "system.journal", entries)
    return cost.instructions([CEL, "list", "-q", *argv, "-D", str(folder)])


@pytest.mark.parametrize(
    ("pieces", "piece", "count", "argv"),
    [(conmon_pieces, MARK, 500, []), (dockerd_pieces, MARK, 500, ["-r"]),
     (conmon_pieces, MARK + b"x" * 8161, 48, [])],
    ids=["conmon, 31 bytes", "dockerd, 31 bytes, oldest first", "conmon, 8 KiB"])
def test_the_pieces_of_a_line_in_the_journal_are_each_read_once(tmp_path, cost_of_an_entry, pieces, piece,
                                                               count, argv):
    """Each piece looks like the beginning of a report."""
    costs = []
    for size in (count, 2 * count):
        folder = tmp_path / str(size)
        folder.mkdir()
        costs.append(cost_of_reading(folder, pieces(piece, size), *argv) - cost_of_an_entry)
    assert costs[1] / costs[0] < cost.LINEAR


def test_a_page_is_for_its_owner_unless_it_was_made_otherwise(tmp_path):
    """A page holds variables of programs."""
    log = tmp_path / "x.log"
    log.write_bytes(MARK + b'type":"Python3","reason":"r"}\n')
    page = tmp_path / "page.html"
    write = [CEL, "report", "-q", "-o", str(page), str(log)]
    subprocess.run(write, check=True, umask=0o022)
    assert page.stat().st_mode & 0o777 == 0o600
    page.chmod(0o640)
    subprocess.run(write, check=True, umask=0o022)
    assert page.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["page.html", "x.log"]
