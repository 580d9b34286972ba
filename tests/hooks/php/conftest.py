# SPDX-License-Identifier: Apache-2.0
"""What the tests of the PHP hook share: a program that is run with and without the hook, side by side."""

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
def php():
    return shutil.which("php") or pytest.skip("needs php: apt-get install php-cli")


@pytest.fixture
def runner(tmp_path, volume):  # noqa: F811
    return Runner(tmp_path, volume, "php")


@pytest.fixture
def program(tmp_path):
    """Writes a program to a file: `program(source, name)`, its path. What runs it need not say `<?php`."""
    write = writer(tmp_path, "program.php")
    return lambda source, *name: write("<?php " + source, *name)


@pytest.fixture(scope="session")
def fingerprint_of_text():
    """The fingerprint of what a PHP program wrote to its stderr."""
    return fingerprints_of_texts("PHP")
