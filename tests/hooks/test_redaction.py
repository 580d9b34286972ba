# SPDX-License-Identifier: Apache-2.0
"""Secrets never leave the process; what only looks like one stays readable."""

import json

SECRETS = r"""
import os
class Settings(object):
    def __init__(self):
        self.api_key = "LEAK-attribute"
        self.nested = {"db": {"passwd": "LEAK-nested", "hosts": [{"Authorization": "LEAK-header"}]}}
class Slots(object):
    __slots__ = ("client_secret",)
def f(password, dbPassword="LEAK-camel", PGPASSWORD=b"LEAK-bytes"):
    settings, slots = Settings(), Slots()
    slots.client_secret = "LEAK-slot"
    url = "postgres://bob:LEAK-url@db.example/app?sslmode=on"
    query = "https://example.org/?token=LEAK-query&page=2"
    argv = ["mysql", "--password", "LEAK-argument", "--host=db", "--auth-token=LEAK-option"]
    line = "mysql --password LEAK-line --host db"
    header = "Authorization: Bearer LEAK-bearer"
    pairs = [("cookie", "LEAK-pair"), (b"x-api-key", b"LEAK-pair")]
    text = '{"csrf_token": "LEAK-json", "page": 2}'
    jwt_like = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.LEAKxxxxxxxxxx"
    aws = "AKIAIOSFODNN7LEAKXXX"
    github = "ghp_LEAKabcdefghijklmnopqrstuvwxyz"
    pem = "-----BEGIN RSA PRIVATE KEY-----\nLEAKaaaa\n-----END RSA PRIVATE KEY-----"
    card = "4111 1111 1111 1111"
    pin = 98217
    environ = {"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "LEAK-env", "DATABASE_DSN": "LEAK-env",
               "house_rule": "LEAK-own"}
    raise ValueError("no login for bob, password=LEAK-message")
f("".join(map(chr, (76, 69, 65, 75))))
"""
INNOCENT = r"""
def f():
    author, tokenizer, passenger, keyboard = "KEEP-a", "KEEP-b", "KEEP-c", "KEEP-d"
    max_tokens, compass, shipping, monkey, secretary = 4096, "KEEP-e", "KEEP-f", "KEEP-g", "KEEP-h"
    spinner, topology, authority, passes = "KEEP-i", "KEEP-j", "KEEP-k", "KEEP-l"
    url = "https://example.org/KEEP-m?page=2&author=KEEP-n"
    number = 1700000000000
    text = "time: 12:30, ratio = 4:3 KEEP-o"
    raise ValueError("KEEP-p")
f()
"""


def test_no_secret_leaves(python, run, script):
    ended = run([python.path, script(SECRETS)], env={"CEL_REDACT": "house-rule"})
    assert len(ended.reports) == 1
    said = json.dumps(ended.reports[0])
    for secret in ("LEAK", "4111", "98217"):
        found = said.find(secret)
        assert found < 0, said[max(0, found - 80):found + 80]
    assert said.count("[redacted]") > 20
    assert "db.example" in said and "page=2" in said


def test_look_alikes_stay(python, run, script):
    ended = run([python.path, script(INNOCENT)])
    local = ended.reports[0]["exceptions"][0]["frames"][-1]["locals"]
    said = json.dumps(local) + ended.reports[0]["reason"]
    for letter in "abcdefghijklmnop":
        assert "KEEP-" + letter in said
    assert local["max_tokens"] == "4096" and local["number"] == "1700000000000"
    assert "[redacted]" not in json.dumps(ended.reports[0])


def test_no_locals_on_request(python, run, script):
    ended = run([python.path, script(INNOCENT)], env={"CEL_LOCALS": "0"})
    assert "locals" not in ended.reports[0]["exceptions"][0]["frames"][-1]
    assert "KEEP-a" not in ended.reports[0]["backtrace"].partition("Local variables")[2]
