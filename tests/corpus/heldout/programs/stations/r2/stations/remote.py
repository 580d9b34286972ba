# SPDX-License-Identifier: Apache-2.0
"""The stations' own web server."""

import functools
import json
import time

try:
    from urllib.request import urlopen
except ImportError:
    from urllib2 import urlopen


def retried(times):
    """Calls again, for a server that starts up."""
    def wrap(function):
        @functools.wraps(function)
        def retry(*arguments):
            for left in reversed(range(times)):
                try:
                    return function(*arguments)
                except IOError:
                    if not left:
                        raise
                    time.sleep(0.01)
        return retry
    return wrap


@retried(2)
def fetch(port, station):
    answer = urlopen("http://127.0.0.1:%d/station/%s" % (port, station), timeout=5)
    return json.loads(answer.read().decode("utf-8"))


def update(port, station):
    return fetch(port, station)["celsius"]


def metadata(text):
    """How high the station is, in metres."""
    station = json.loads(text)["station"]
    return station["metres"]
