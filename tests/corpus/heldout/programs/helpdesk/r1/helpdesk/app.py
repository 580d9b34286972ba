# SPDX-License-Identifier: Apache-2.0
"""What the service answers."""

import json
import os

import bottle

from helpdesk import mail, store

TEMPLATES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "templates")
bottle.TEMPLATE_PATH[:] = [TEMPLATES]
app = bottle.Bottle()
tickets = store.Store()


@app.get("/ticket/<number:int>")
def show(number):
    return bottle.template("ticket", ticket=tickets.find(number))


@app.get("/tickets")
def index():
    return bottle.template("tickets", tickets=list(tickets.tickets.values()))


@app.post("/ticket")
def create():
    fields = json.loads(bottle.request.body.read().decode("utf-8"))
    ticket = tickets.create(fields)
    return {"id": ticket["id"]}


@app.post("/ticket/<number:int>/close")
def close(number):
    ticket = tickets.close(number, bottle.request.forms.get("reason"))
    return {"id": ticket["id"], "state": "closed"}


@app.get("/ticket/<number:int>/mail")
def remind(number):
    return mail.reminder(app, {"id": number, "subject": "late"})


@app.get("/ticket/<number:int>/print")
def paper(number):
    return mail.letter(app, {"id": number, "subject": "late"})


@app.get("/stats")
def stats():
    closed = [each for each in tickets.tickets.values() if "closed" in each]
    return {"share": len(closed) / float(len(tickets.tickets))}
