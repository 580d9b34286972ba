# SPDX-License-Identifier: Apache-2.0
"""What a weather station sends."""

import attr

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
    return Station(row["name"], row["metres"])


def reading_of(station, day, celsius):
    return Reading(station, day, celsius)
