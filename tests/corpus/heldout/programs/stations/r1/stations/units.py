# SPDX-License-Identifier: Apache-2.0
"""Conversions, spread over the processors."""

FACTORS = {"C": 1.0, "K": 1.0, "F": 5 / 9.0}


def convert(pair):
    value, unit = pair
    return value * FACTORS[unit]


def convert_all(pairs):
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(convert, pairs))
