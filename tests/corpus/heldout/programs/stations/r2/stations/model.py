# SPDX-License-Identifier: Apache-2.0
"""What a weather station sends."""

import attr

KELVIN = 273.15

TEXT = u"".__class__


@attr.s
class Station(object):
    name = attr.ib(validator=attr.validators.instance_of(TEXT))
    metres = attr.ib(validator=attr.validators.instance_of(int))


@attr.s
class Reading(object):
    station = attr.ib(validator=attr.validators.instance_of(TEXT))
    day = attr.ib()
    celsius = attr.ib(validator=attr.validators.instance_of(float))


def station_of(row):
    """From a row of the table of stations."""
    name = row["name"]
    return Station(name, row["metres"])


def reading_of(station, day, celsius):
    return Reading(station, day, celsius)
