# SPDX-License-Identifier: Apache-2.0
"""The requests that the error reports came from."""

import json
import os
import tempfile

try:
    from http.client import HTTPConnection
except ImportError:
    from httplib import HTTPConnection

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def data(name, seed):
    if name == "no-data":
        return "/var/lib/helpdesk/%d/tickets.json" % seed
    tickets = [{"id": 40 + seed, "subject": "printer %d" % seed, "priority": 1}]
    descriptor, path = tempfile.mkstemp()
    with os.fdopen(descriptor, "w") as out:
        json.dump(tickets if name != "stats" else [], out)
    return path


def request(name, seed):
    missing = 900 + 7 * seed
    create = {"no-subject": {"priority": seed}, "bad-priority": {"subject": "a", "priority": "high%d" % seed},
              "bad-due": {"subject": "b", "due": "%d.3.2024" % seed}}
    if name in create:
        return "POST", "/ticket", json.dumps(create[name]).encode(), JSON
    return {
        "show-unknown": ("GET", "/ticket/%d" % missing, b"", FORM),
        "close-unknown": ("POST", "/ticket/%d/close" % missing, b"reason=done", FORM),
        "close-no-reason": ("POST", "/ticket/%d/close" % (40 + seed), b"", FORM),
        "bad-json": ("POST", "/ticket", b'{"subject": "x%d",}' % seed if bytes is not str
                     else '{"subject": "x%d",}' % seed, JSON),
        "urgent": ("GET", "/ticket/%d" % (40 + seed), b"", FORM),
        "index": ("GET", "/tickets", b"", FORM),
        "mail": ("GET", "/ticket/%d/mail" % (40 + seed), b"", FORM),
        "print": ("GET", "/ticket/%d/print" % (40 + seed), b"", FORM),
        "stats": ("GET", "/stats", b"", FORM),
        "no-data": ("GET", "/stats", b"", FORM),
    }[name]


def send(port, method, path, body, kind):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, {"Content-Type": kind})
    connection.getresponse().read()
    connection.close()
