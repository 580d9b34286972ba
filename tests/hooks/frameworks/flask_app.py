# SPDX-License-Identifier: Apache-2.0
"""A Flask application: flask --app flask_app run."""

import shop
from flask import Flask

app = Flask(__name__)


@app.route("/")
def fine():
    return "fine"


@app.route("/broken")
def broken():
    return str(shop.checkout([1, 2, 3]))
