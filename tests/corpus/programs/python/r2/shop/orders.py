# SPDX-License-Identifier: Apache-2.0
"""Orders as customers send them, each with one thing wrong."""


def make(bug, seed):
    order = {
        "id": 1000 + seed * 37,
        "bug": bug,
        "seed": seed,
        "customer": "customer%d" % seed,
        "lines": [{"sku": "A%d" % i, "count": i + 1} for i in range(1, 4)],
        "shares": 1 + seed,
        "code": None,
        "tags": ["new", "tag%d" % seed],
    }
    last = order["lines"][-1]
    if bug == "no-shares":
        order["shares"] = 0
    elif bug == "unknown-sku":
        last["sku"] = "Z%d" % (seed * 91)
    elif bug == "no-sku":
        del last["sku"]
    elif bug == "no-count":
        last["count"] = None
    elif bug == "code-without-colon":
        order["code"] = "SPRING%d" % seed
    elif bug == "code-not-a-number":
        order["code"] = "percent:%dO" % seed
    elif bug == "mixed-tags":
        order["tags"].append(seed)
    elif bug == "no-name":
        order["customer"] = None
    elif bug == "bad-amount":
        order["paid"] = "1%d,5" % seed
    elif bug == "deep":
        order["depth"] = 4 + seed * 3
    elif bug == "endless":
        order["depth"] = 10 ** 6 + seed
    return order
