# SPDX-License-Identifier: Apache-2.0
"""Tickets in memory, and the file that they are loaded from.

Numbers are given in order; a closed ticket keeps its own.
"""

import datetime
import json

DAY = "%Y-%m-%d"


def read_json(path):
    with open(path) as source:
        return json.load(source)


def due_of(fields):
    return datetime.datetime.strptime(fields["due"], DAY) if fields.get("due") else None


class Store(object):
    """What the service knows."""

    def __init__(self):
        self.tickets = {}
        self.next = 1

    def load(self, path):
        for each in read_json(path):
            self.tickets[each["id"]] = each

    def get(self, number):
        """A ticket by its number."""
        return self.tickets[number]

    def create(self, fields):
        ticket = {
            "id": self.next,
            "subject": fields["subject"],
            "priority": int(fields.get("priority", "3")),
            "due": due_of(fields),
        }
        self.tickets[self.next] = ticket
        self.next += 1
        return ticket

    def close(self, number, reason):
        ticket = self.get(number)
        ticket["closed"] = reason.strip()
        return ticket
