# SPDX-License-Identifier: Apache-2.0
"""The readings' home."""

import sqlite3


class Database(object):
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")
        self.run("create table reading (station text, day text, celsius real, primary key (station, day))")

    def run(self, statement, *values):
        return self.connection.execute(statement, values).fetchall()

    def save(self, readings):
        for each in readings:
            self.run("insert into reading values (?, ?, ?)", each.station, str(each.day), each.celsius)

    def history(self, station):
        return self.run("select day, celsius from readings where station = ?", station)

    def heights(self, limit):
        return self.run("select station, metres from reading limit ?", limit)
