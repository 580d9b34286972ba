# SPDX-License-Identifier: Apache-2.0
"""Rows out of files, one generator behind the other."""

import datetime

from stations import model


def lines(path):
    with open(path) as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\n")


def parse(rows):
    for row in rows:
        station, day, celsius = row.split(";")
        yield station, datetime.datetime.strptime(day, "%Y-%m-%d"), float(celsius)


def clean(parsed):
    for station, day, celsius in parsed:
        if celsius > -90:
            yield model.reading_of(model.TEXT(station), day, celsius)


def readings(path):
    return list(clean(parse(lines(path))))
