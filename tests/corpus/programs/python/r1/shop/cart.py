# SPDX-License-Identifier: Apache-2.0
from shop import catalog


class Cart(object):
    def __init__(self, order):
        self.order = order

    def total(self):
        amount = 0
        for line in self.order["lines"]:
            amount += self.line_price(line)
        amount -= self.discount(amount)
        return amount // self.order["shares"]

    def line_price(self, line):
        price = catalog.price(line["sku"])
        return price * line["count"] + 1

    def discount(self, amount):
        code = self.order["code"]
        if code is None:
            return 0
        kind, value = code.split(":")
        return amount * int(value) // 100
