# SPDX-License-Identifier: Apache-2.0
"""Whatever fails on the way out of the shop becomes an Unavailable."""

import functools
import json
import socket
import subprocess


TABLE = {"A1": 5}


class Unavailable(Exception):
    """What the customer is told."""


def retried(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for attempt in (1, 2, 3):
            try:
                return function(*args, **kwargs)
            except socket.error:
                if attempt == 3:
                    raise
    return wrapper


def call(name, function, *args):
    try:
        return function(*args)
    except (KeyError, ValueError) as error:
        unavailable = Unavailable("sorry, no %s today" % name)
        unavailable.__cause__ = error
        raise unavailable


def stock(order):
    sku = "Z%d" % order["seed"]
    return TABLE[sku]


def shelf(order):
    return {"A1": 7}["Y%d" % order["seed"]]


def rate(order):
    answer = '{"rate": %d, "of": "today",}' % order["seed"]
    return json.loads(answer)["rate"]


@retried
def notify(order):
    sock = socket.socket()
    sock.settimeout(5)
    sock.connect(("127.0.0.1", 1 + order["seed"]))


@retried
def settings(order):
    path = "/etc/shop.d/%s.conf" % order["customer"]
    with open(path) as opened:
        return opened.read()


def archive(order):
    subprocess.check_call(["/bin/sh", "-c", "exit %d" % (3 + order["seed"])])


def cached(order, cache={}):
    try:
        return cache[order["id"]]
    except KeyError:
        return b"caf\xe9 %d" .decode("ascii") if order["seed"] % 2 else b"\xff%d".decode("ascii")
