# SPDX-License-Identifier: Apache-2.0
"""What the service answers."""

import functools
import json
import os
import time

import bottle

from helpdesk import mail, storage

TEMPLATES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "templates")
bottle.TEMPLATE_PATH[:] = [TEMPLATES]
app = bottle.Bottle()
tickets = storage.Store()
seconds = {}


def timed(handler):
    """Keeps how long a handler took, for /metrics."""
    @functools.wraps(handler)
    def measure(**arguments):
        start = time.time()
        try:
            return handler(**arguments)
        finally:
            seconds[handler.__name__] = time.time() - start
    return measure


@app.get("/metrics")
def metrics():
    return seconds


@app.get("/ticket/<number:int>")
@timed
def show(number):
    return bottle.template("ticket", ticket=tickets.get(number))


@app.get("/tickets")
@timed
def index():
    return bottle.template("tickets", tickets=list(tickets.tickets.values()))


@app.post("/ticket")
@timed
def create():
    fields = json.loads(bottle.request.body.read().decode("utf-8"))
    ticket = tickets.create(fields)
    return {"id": ticket["id"]}


@app.post("/ticket/<number:int>/close")
@timed
def close(number):
    reason = bottle.request.forms.get("reason")
    ticket = tickets.close(number, reason)
    return {"id": ticket["id"], "state": "closed"}


@app.get("/ticket/<number:int>/mail")
def remind(number):
    return mail.reminder(app, {"id": number, "subject": "late"})


@app.get("/ticket/<number:int>/print")
def paper(number):
    return mail.letter(app, {"id": number, "subject": "late"})


def share(part, whole):
    return len(part) / float(len(whole))


@app.get("/stats")
@timed
def stats():
    closed = [each for each in tickets.tickets.values() if "closed" in each]
    return {"share": share(closed, tickets.tickets)}
