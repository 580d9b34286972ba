# SPDX-License-Identifier: Apache-2.0
"""What is computed of the readings."""

import operator


def mean(values):
    """The arithmetic one."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def daily(readings, day):
    return mean([each.celsius for each in readings if each.day == day])


def of_month(readings, month):
    return [each.celsius for each in readings if each.day.month == month]


def monthly(readings, month):
    values = of_month(readings, month)
    return {"mean": mean(values), "most": max(values)}


def top_stations(readings, places):
    """The warmest stations."""
    ranked = sorted(readings, key=operator.attrgetter("celsius"), reverse=True)
    return [ranked[place].station for place in range(places)]


def trend(readings, window):
    values = [each.celsius for each in readings]
    while len(values) > window:
        values = values[window:]
    return values[0] - values[window]
