# SPDX-License-Identifier: Apache-2.0
"""What every other function calls, so that it is where most errors come from."""

import sqlite3


class Invalid(Exception):
    pass


def ensure(condition, text):
    if not condition:
        raise Invalid(text)


def execute(statement):
    database = sqlite3.connect(":memory:")
    return database.execute(statement).fetchall()
