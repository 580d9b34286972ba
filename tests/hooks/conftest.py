# SPDX-License-Identifier: Apache-2.0
"""The fixtures of the hook tests, and a line that says on which Pythons they ran."""

import interpreters
from hooked import *  # noqa: F403


def pytest_terminal_summary(terminalreporter):
    passed = terminalreporter.stats.get("passed", [])
    if any("[" in each.nodeid and "tests/hooks" in each.nodeid for each in passed):
        names = ", ".join(map(interpreters.label, interpreters.found()))
        terminalreporter.write_line("hooks tested on Python " + names)
