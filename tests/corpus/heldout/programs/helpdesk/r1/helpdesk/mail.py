# SPDX-License-Identifier: Apache-2.0
"""Texts that leave the house."""


def reminder(app, ticket):
    link = app.get_url("show", number=ticket["id"])
    return "Still open: %s, see %s" % (ticket["subject"], link)


def letter(app, ticket):
    link = app.get_url("paper_of", number=ticket["id"])
    return "Dear customer,\n%s\n%s" % (ticket["subject"], link)
