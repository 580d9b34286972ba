# SPDX-License-Identifier: Apache-2.0
"""Bugsink, a server that is compatible with Sentry, from PyPI: started in a folder, asked by its models."""

import json
import os
import socket
import subprocess

import interpreters
import venvs
from shipping import wait_for

REQUIREMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bugsink.txt")

SETTINGS = """
from bugsink.settings.default import *
SECRET_KEY = "a key for tests, which guards nothing that anybody wants to have"
DATABASES["default"]["NAME"] = {folder!r} + "/default.sqlite3"
DATABASES["snappea"]["NAME"] = {folder!r} + "/snappea.sqlite3"
SNAPPEA = {{"TASK_ALWAYS_EAGER": True, "NUM_WORKERS": 1}}
ALLOWED_HOSTS = ["*"]
SENTRY_DSN = None
BUGSINK = {{"BASE_URL": "http://127.0.0.1:{port}", "INGEST_STORE_BASE_DIR": {folder!r} + "/ingestion"}}
"""

MAKE_PROJECT = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", "snappea", database="snappea", verbosity=0)
from projects.models import Project
project = Project.objects.create(name="cel")
print(project.sentry_key.hex, project.id)
"""

# What is shown of each event: Bugsink's own templates read the same.
SHOW_EVENTS = """
import django, json
django.setup()
from events.models import Event
print(json.dumps([
    {"event_id": event.event_id.hex, "issue": str(event.issue_id), "data": event.get_parsed_data()}
    for event in Event.objects.order_by("digested_at")
]))
"""


class Bugsink:
    def __init__(self, folder):
        python = venvs.with_packages(interpreters.running(), REQUIREMENTS)
        self._python = python
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        folder = str(folder)
        with open(os.path.join(folder, "settings_of_the_test.py"), "w") as settings:
            settings.write(SETTINGS.format(folder=folder, port=port))
        self._env = dict(os.environ, PYTHONPATH=folder, DJANGO_SETTINGS_MODULE="settings_of_the_test")
        self._folder = folder
        key, project = self._run(MAKE_PROJECT).split()
        self.dsn = "http://%s@127.0.0.1:%d/%s" % (key, port, project)
        self._log = open(os.path.join(folder, "bugsink.log"), "wb")
        self._process = subprocess.Popen(
            [os.path.join(os.path.dirname(python), "gunicorn"), "--bind", "127.0.0.1:%d" % port,
             "--workers", "1", "bugsink.wsgi"],
            env=self._env, cwd=folder, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        wait_for(lambda: answers(port), 60)

    def _run(self, script):
        done = subprocess.run([self._python, "-c", script], env=self._env, cwd=self._folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def events(self):
        """The events in its database, oldest first: `event_id`, the `issue` that each belongs to, `data`."""
        return json.loads(self._run(SHOW_EVENTS))

    def close(self):
        self._process.terminate()
        self._process.wait()
        self._log.close()


def answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
