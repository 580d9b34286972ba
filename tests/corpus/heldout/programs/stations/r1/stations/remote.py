# SPDX-License-Identifier: Apache-2.0
"""The stations' own web server."""

import json

try:
    from urllib.request import urlopen
except ImportError:
    from urllib2 import urlopen


def fetch(port, station):
    answer = urlopen("http://127.0.0.1:%d/station/%s" % (port, station), timeout=5)
    return json.loads(answer.read().decode("utf-8"))


def update(port, station):
    return fetch(port, station)["celsius"]


def metadata(text):
    return json.loads(text)["station"]["metres"]
