# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Perl hook share: a program that is run with and without the hook, side by side."""

import shutil

import pytest
from hook_runner import (  # noqa: F401
    Runner,
    as_root,
    fingerprints_of_texts,
    own_volume,
    parametrize_deaths,
    public,
    writer,
)
from hooked import volume  # noqa: F401


def pytest_generate_tests(metafunc):
    parametrize_deaths(metafunc)


@pytest.fixture(scope="session")
def perl():
    return shutil.which("perl") or pytest.skip("needs perl: apt-get install perl")


@pytest.fixture
def runner(tmp_path, volume):  # noqa: F811
    return Runner(tmp_path, volume, "perl")


@pytest.fixture
def program(tmp_path):
    return writer(tmp_path, "program.pl")


@pytest.fixture(scope="session")
def fingerprint_of_text():
    """The fingerprint of what a Perl program wrote to its stderr."""
    return fingerprints_of_texts("Perl")
