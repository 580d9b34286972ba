# SPDX-License-Identifier: Apache-2.0
"""A cart knows what it costs."""

from shop import catalog


class Cart(object):
    """Made of an order."""

    def __init__(self, order):
        self.order = order

    def total(self):
        """What each of those who share it pays, in cents."""
        cents = self.subtotal()
        cents -= self.discount(cents)
        return cents // self.order["shares"]

    def subtotal(self):
        return sum([self.line_price(each) for each in self.order["lines"]])

    def line_price(self, each):
        cents = catalog.price(each["sku"])
        return cents * each["count"] + 1

    def discount(self, cents):
        code = self.order["code"]
        if code is None:
            return 0
        _, percent = code.split(":")
        return cents * int(percent) // 100
