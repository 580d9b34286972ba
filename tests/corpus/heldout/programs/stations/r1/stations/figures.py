# SPDX-License-Identifier: Apache-2.0
"""What is computed of the readings."""


def mean(values):
    return sum(values) / len(values)


def daily(readings, day):
    return mean([each.celsius for each in readings if each.day == day])


def monthly(readings, month):
    values = []
    for each in readings:
        if each.day.month == month:
            values.append(each.celsius)
    return {"mean": mean(values), "most": max(values)}


def warmest(readings, places):
    ranked = sorted(readings, key=lambda each: -each.celsius)
    return [ranked[place].station for place in range(places)]


def trend(readings, window):
    values = [each.celsius for each in readings]
    while len(values) > window:
        values = values[window:]
    return values[0] - values[window]
