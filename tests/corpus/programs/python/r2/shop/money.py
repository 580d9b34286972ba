# SPDX-License-Identifier: Apache-2.0
"""Amounts of money, in cents."""


def parse(text):
    units, _, cents = text.partition(".")
    return whole(units) * 100 + whole(cents or "0")


def whole(text):
    return int(text)
