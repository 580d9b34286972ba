# SPDX-License-Identifier: Apache-2.0
"""Logs errors of a kind each, few frames deep and many, and prints as JSON what `logging.exception` took:
{"2 frames": median of milliseconds, "20 frames": …}."""

import json
import logging
import statistics
import sys
import time

ERRORS = 8  # of each depth: fewer than may be reported at once

logging.getLogger().addHandler(logging.StreamHandler(open("/dev/null", "w")))


class Order(object):
    def __init__(self, number):
        self.number = number
        self.items = [{"sku": "A-%d" % n, "price": 9.99, "count": n} for n in range(12)]
        self.customer = {"name": "Ada", "mail": "ada@example.org", "api_key": "k-123"}


def step(order, depth, fail):
    label = "step of order %d at depth %d" % (order.number, depth)
    discounts, total = (0.1, 0.25, None), order.number * depth
    headers = {"host": "shop.example", "agent": "curl/8", "depth": depth}
    if depth:
        return step(order, depth - 1, fail), label, discounts, total, headers
    return fail(order)


def took(frames, number):
    names = {}
    exec("def fail(order):\n    return order.number / 0\n", names)
    kept.append(names)  # an error is told from another by its code
    try:
        step(Order(number), frames - 2, names["fail"])
    except ZeroDivisionError:
        before = clock()
        logging.exception("order %d failed", number)
        return (clock() - before) * 1000


kept = []
clock = getattr(time, "perf_counter", time.time)
took(2, 0)  # loads what it needs
result = {}
for frames in (2, 20):
    result["%d frames" % frames] = statistics.median([took(frames, number) for number in range(ERRORS)])
json.dump(result, sys.stdout)
