# SPDX-License-Identifier: Apache-2.0
"""Celery with its messages in the folder that the variable QUEUE names: celery -A celery_app worker."""

import os

import shop
from celery import Celery

queue = os.environ["QUEUE"]
app = Celery(broker="filesystem://", backend="file://" + queue)
folders = ("data_folder_in", "data_folder_out", "control_folder")
app.conf.broker_transport_options = dict.fromkeys(folders, queue)


@app.task
def fine():
    return "fine"


@app.task
def broken():
    return shop.checkout([1, 2, 3])
