# SPDX-License-Identifier: Apache-2.0
"""What all the applications here do wrong, with a value that only the innermost frame knows."""


def checkout(cart):
    return total(cart)


def total(cart):
    discount = len(cart) - 3
    return sum(cart) / discount
