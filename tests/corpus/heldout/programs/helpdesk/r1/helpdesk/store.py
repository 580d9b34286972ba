# SPDX-License-Identifier: Apache-2.0
"""Tickets in memory, and the file that they are loaded from."""

import datetime
import json


class Store(object):
    def __init__(self):
        self.tickets = {}
        self.next = 1

    def load(self, path):
        with open(path) as source:
            for each in json.load(source):
                self.tickets[each["id"]] = each

    def find(self, number):
        return self.tickets[number]

    def create(self, fields):
        ticket = {"id": self.next, "subject": fields["subject"]}
        ticket["priority"] = int(fields.get("priority", "3"))
        if fields.get("due"):
            ticket["due"] = datetime.datetime.strptime(fields["due"], "%Y-%m-%d")
        self.tickets[self.next] = ticket
        self.next += 1
        return ticket

    def close(self, number, reason):
        ticket = self.find(number)
        ticket["closed"] = reason.strip()
        return ticket
