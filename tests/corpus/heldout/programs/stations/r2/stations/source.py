# SPDX-License-Identifier: Apache-2.0
"""Rows out of files, one generator behind the other.

A row is STATION;DAY;CELSIUS.
"""

import collections
import datetime

from stations import model

counts = collections.Counter()


def counted(stage):
    """How many rows came out of a stage."""
    def count(items):
        for item in stage(items):
            counts[stage.__name__] += 1
            yield item
    return count


def lines(path):
    with open(path) as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\n")


def day_of(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d")


@counted
def parse(rows):
    for row in rows:
        station, day, celsius = row.split(";")
        yield station, day_of(day), float(celsius)


@counted
def clean(parsed):
    for station, day, celsius in parsed:
        if celsius > -90:
            yield model.reading_of(model.TEXT(station), day, celsius)


def readings(path):
    return list(clean(parse(lines(path))))
