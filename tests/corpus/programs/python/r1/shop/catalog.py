# SPDX-License-Identifier: Apache-2.0
PRICES = {"A%d" % number: number * 100 for number in range(1, 9)}


def price(sku):
    return PRICES[sku]


def by_tag(tags):
    return sorted(tags, key=lambda tag: tag.lower())


def labels(order):
    return [line["sku"].upper() + order["customer"] for line in order["lines"]]
