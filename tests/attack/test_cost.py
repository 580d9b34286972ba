# SPDX-License-Identifier: Apache-2.0
"""The measures that the other attacks are judged by tell a cheap program from an expensive one."""

import sys

import cost

COPY = [sys.executable, "-S", "-E", "-c", "import sys; data = sys.stdin.buffer.read(); %s"]


def test_twice_the_work_counts_twice():
    linear = COPY[:-1] + [COPY[-1] % "[b for b in data]"]
    assert 1.8 < cost.growth(linear, lambda size: b"x" * size, 20000) < cost.LINEAR


def test_quadratic_work_is_found_out():
    quadratic = COPY[:-1] + [COPY[-1] % "[b for i in range(0, len(data), 100) for b in data]"]
    assert cost.growth(quadratic, lambda size: b"x" * size, 2000) > cost.LINEAR


def test_the_peak_of_memory_is_measured():
    hungry = COPY[:-1] + [COPY[-1] % "held = b'x' * (100 << 20)"]
    assert cost.measured(hungry).peak > 100 * cost.MIB


def test_a_limit_of_memory_is_kept():
    hungry = COPY[:-1] + [COPY[-1] % "held = b'x' * (400 << 20)"]
    done = cost.measured(hungry, address_space=200 * cost.MIB)
    assert done.status == 1
    assert b"MemoryError" in done.stderr
