# SPDX-License-Identifier: Apache-2.0
"""What a crash costs the process that dies, in counted instructions."""

import cost
import pytest
from hooked import bare

CRASH = """
def charge(order):
    total = order['total']
    return total / order['items']
charge({'total': 99, 'items': 0})
"""
MOST = 10.5e6  # instructions that the hook may add in 3.12, its start and its end included


@pytest.mark.since((3, 12), (3, 12))
def test_a_crash_takes_few_instructions_more(python, volume, script, tmp_path):
    command = [python.path, script(CRASH)]
    environ = dict(bare(), PYTHONHASHSEED="0")
    alone = cost.instructions(command, env=environ)
    log = tmp_path / "log"
    hooked = cost.instructions(command, env=dict(environ, PYTHONPATH=volume, CEL_SINK="file:%s" % log))
    assert b"ZeroDivisionError" in log.read_bytes()
    assert hooked - alone < MOST
