# SPDX-License-Identifier: Apache-2.0
"""Whatever fails on the way out of the shop becomes an Unavailable."""

import functools
import json
import socket
import subprocess


class Unavailable(Exception):
    pass


def retried(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for attempt in (1, 2):
            try:
                return function(*args, **kwargs)
            except socket.error:
                if attempt == 2:
                    raise
    return wrapper


def call(name, function, *args):
    try:
        return function(*args)
    except (KeyError, ValueError) as error:
        failure = Unavailable("%s is not available" % name)
        failure.__cause__ = error
        raise failure


def stock(order):
    table = {"A1": 5}
    return table["Z%d" % order["seed"]]


def shelf(order):
    return {"A1": 7}["Y%d" % order["seed"]]


def rate(order):
    return json.loads('{"rate": %d,}' % order["seed"])["rate"]


@retried
def notify(order):
    sock = socket.socket()
    sock.settimeout(5)
    sock.connect(("127.0.0.1", 1 + order["seed"]))


@retried
def settings(order):
    with open("/etc/shop/%s.conf" % order["customer"]) as opened:
        return opened.read()


def archive(order):
    subprocess.check_call(["/bin/sh", "-c", "exit %d" % (3 + order["seed"])])


def cached(order, cache={}):
    try:
        return cache[order["id"]]
    except KeyError:
        return b"caf\xe9 %d" .decode("ascii") if order["seed"] % 2 else b"\xff%d".decode("ascii")
