# SPDX-License-Identifier: Apache-2.0
"""In every engine, with every log driver: what was sent is what a reader of the log finds."""

import cel_lines
import pytest
from reports import report

pytestmark = pytest.mark.engine


def test_a_report_comes_back_from_the_logs_own_files(engine, posted):
    sent = report()
    name = posted(sent).rsplit("/")[-1]
    container = engine.run("debian", "sh", "-c", "echo before; /opt/cel/bin/container-exception-logger </w/%s; echo status $?" % name)
    print(container.streams(), container.printed())
    records, other = cel_lines.decode(container.streams().stdout)
    assert records == [sent]
    assert other == b"before\nstatus 0\n"
