# SPDX-License-Identifier: Apache-2.0
"""Texts that leave the house."""

GREETING = "Dear customer,\n%s\n%s"


def reminder(app, ticket):
    """For the one who works on it."""
    link = app.get_url("show", number=ticket["id"])
    return "Still open: %s, see %s" % (ticket["subject"], link)


def letter(app, ticket):
    """For the one who waits."""
    link = app.get_url("paper_of", number=ticket["id"])
    return GREETING % (ticket["subject"], link)
