# SPDX-License-Identifier: Apache-2.0
"""What every other function calls, so that it is where most errors come from."""

import sqlite3


class Invalid(Exception):
    """The customer's fault."""


def ensure(condition, text):
    if not condition:
        raise Invalid(text)


def execute(statement):
    with sqlite3.connect(":memory:") as database:
        return database.execute(statement).fetchall()
