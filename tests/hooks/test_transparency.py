# SPDX-License-Identifier: Apache-2.0
"""A few of CPython's own tests come out the same with the hook; `make transparency` runs many more."""

import os
import subprocess
import sys

import interpreters
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FEW = ["test_sys", "test_atexit", "test_raise", "test_traceback", "test_generators", "test_warnings"]


def newest_with_tests():
    for each in reversed(interpreters.found()):
        tried = subprocess.run([each.path, "-c", "import test.test_sys"], stderr=subprocess.DEVNULL)
        if tried.returncode == 0:
            return each
    pytest.skip("no Python here has CPython's tests installed; in Debian, libpython3-testsuite brings them")


def test_a_few_of_cpythons_own_tests_come_out_the_same():
    version = interpreters.label(newest_with_tests())
    done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "transparency", "run.py"),
                           "--python", version] + FEW, stdout=subprocess.PIPE)
    said = done.stdout.decode()
    assert done.returncode == 0, said
    sums = [line for line in said.splitlines() if "tests: 0 different" in line]
    assert len(sums) == 2, said
    assert not any(" 0 tests" in line or " 0 reports" in line for line in sums), said
