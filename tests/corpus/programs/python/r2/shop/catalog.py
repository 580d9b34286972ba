# SPDX-License-Identifier: Apache-2.0
"""What the shop sells."""

PRICES = {"A%d" % number: number * 100 for number in range(1, 9)}


def price(sku):
    """In cents."""
    cents = PRICES[sku]
    return cents


def by_tag(tags):
    """Case does not count."""
    return sorted(tags, key=lambda each: each.lower())


def labels(order):
    found = [line["sku"].upper() + order["customer"]
             for line in order["lines"]]
    return found
