# SPDX-License-Identifier: Apache-2.0
"""The programs for containers are static and small, and name errors and signals alike with any C library."""

import os
import re
import struct

import cel_lines
import launchers
import pytest
from engines.bare import run_bare

BIN = os.path.join(launchers.ROOT, "build", "bin")
# With glibc, and with musl.
LIMITS = {"container-exception-logger": (1_400_000, 585_000), "cel-run": (2_250_000, 1_170_000),
          "cel-sidecar": (2_400_000, 1_150_000)}
PT_INTERP, PT_DYNAMIC = 3, 2


def is_musl():
    with open(os.path.join(launchers.ROOT, "build", "release", "CMakeCache.txt")) as cache:
        return re.search("^CMAKE_TOOLCHAIN_FILE:.*/musl-", cache.read(), re.MULTILINE) is not None


def content(name):
    with open(os.path.join(BIN, name), "rb") as program:
        return program.read()


@pytest.mark.parametrize("name", LIMITS)
def test_a_program_needs_nothing_beside_it(name):
    program = content(name)
    offset, = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    kinds = {struct.unpack_from("<I", program, offset + number * size)[0] for number in range(count)}
    assert not kinds & {PT_INTERP, PT_DYNAMIC}


@pytest.mark.parametrize("name", LIMITS)
def test_a_program_is_small(name):
    assert len(content(name)) <= LIMITS[name][is_musl()]


@pytest.mark.parametrize("name", LIMITS)
def test_a_program_tells_nothing_of_where_it_was_built(name):
    assert launchers.ROOT.encode() not in content(name)


def test_an_error_has_its_name():
    done = launchers.run(launchers.CEL_RUN, "--", "/nowhere/at all")
    assert done.returncode == 127
    assert "No such file or directory (ENOENT)" in done.stderr


SIGNALS = {10: "SIGUSR1", 15: "SIGTERM", 34: "SIGRTMIN", 64: "SIGRTMIN+30"}


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_has_the_name_that_other_programs_know_it_by(number):
    done = launchers.run(launchers.CEL_RUN, "--", "sh", "-c", "kill -%d $$" % number)
    assert done.returncode == 128 + number
    (record,), _ = cel_lines.decode(done.stdout.encode())
    assert record["process"]["signal"] == SIGNALS[number]


def test_a_report_arrives():
    logger = os.path.join(BIN, "container-exception-logger")
    done = run_bare("sh", "-c", "echo 'it is over' | %s --type Backup" % logger)
    (record,), _ = cel_lines.decode(done.stdout)
    assert record["type"] == "Backup"
