# SPDX-License-Identifier: Apache-2.0
"""The readings' home."""

import contextlib
import sqlite3

SCHEMA = "create table reading (station text, day text, celsius real, primary key (station, day))"


class Database(object):
    """One file, or memory."""

    def __init__(self, path=":memory:"):
        self.connection = sqlite3.connect(path)
        self.run(SCHEMA)

    @contextlib.contextmanager
    def cursor(self):
        with contextlib.closing(self.connection.cursor()) as cursor:
            yield cursor

    def run(self, statement, *values):
        with self.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def save(self, readings):
        for each in readings:
            self.run("insert into reading values (?, ?, ?)", each.station, str(each.day), each.celsius)

    def history(self, station):
        return self.run("select day, celsius from readings where station = ?", station)

    def heights(self, limit):
        return self.run("select station, metres from reading limit ?", limit)
