# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Java hook share: each JDK of this machine, and programs that are run with and without
the hook, side by side."""

import pathlib
import re

import javas
import pytest
from hook_runner import (  # noqa: F401
    Runner,
    as_root,
    fingerprints_of_texts,
    own_volume,
    public,
)
from hooked import volume  # noqa: F401

PROGRAMS = pathlib.Path(__file__).parent / "programs"


def pytest_generate_tests(metafunc):
    """A test that takes `java` runs on each JDK; one that takes `death`, too, on each of its CASES that the
    JDK knows."""
    if "death" in metafunc.fixturenames:
        pairs = [
            (java, each)
            for java in javas.found()
            for each in metafunc.module.CASES
            if javas.version(java) >= each.since
        ]
        ids = ["%d-%s" % (javas.version(java), each.name.replace(" ", "-")) for java, each in pairs]
        metafunc.parametrize("java, death", pairs, ids=ids)
    elif "java" in metafunc.fixturenames:
        metafunc.parametrize("java", javas.found(), ids=javas.version)


@pytest.fixture(scope="session")
def classes(tmp_path_factory):
    """The folder of the compiled programs."""
    return javas.compiled(tmp_path_factory.mktemp("classes"), *PROGRAMS.glob("*.java"))


@pytest.fixture
def runner(tmp_path, volume):  # noqa: F811
    def shown(text, process):
        """Leaves out what the JVM itself says: of the variable, and of /tmp, where one with the same number
        in another process namespace has its figures."""
        said = rb"(?m)^(Picked up JAVA_TOOL_OPTIONS: |\[\S+\]\[warning\]\[perf,memops\] ).*\n"
        return re.sub(said, b"", text)

    return Runner(tmp_path, volume, "java", shown)


@pytest.fixture(scope="session")
def fingerprint_of_text():
    """The fingerprint of what a Java program wrote to its stderr."""
    return fingerprints_of_texts("Java")
