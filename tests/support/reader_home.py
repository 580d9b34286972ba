# SPDX-License-Identifier: Apache-2.0
"""A user of `cel` with files of their own: a log, rules and a state, apart from those of this machine."""

import json
import os
import subprocess

import jsonschema  # type: ignore[import-untyped]

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")
with open(os.path.join(ROOT, "docs", "cel.schema.json"), encoding="utf-8") as schema:
    SCHEMA = json.load(schema)


def failure(number, function, error, message, version="1.0", at=1700000000):
    """The record of an error in a function; its number makes its id and its second."""
    return {
        "id": "%032x" % (0xabcd0000 + number), "time": at + number, "type": "Python3",
        "executable": "/srv/%s.py" % function, "version": version,
        "reason": "%s.py:1:%s:%s: %s" % (function, function, error, message),
        "exceptions": [{"type": error, "message": message, "frames": [
            {"file": "/srv/%s.py" % function, "function": function, "line": 1, "in_app": True}]}],
    }


def line_of(record):
    return "container-exception-logger - %s\n" % json.dumps(record)


class Home:
    """A folder with `app.log`, in which commands run."""

    def __init__(self, folder, records):
        self.folder = folder
        self.rules = folder / "config" / "container-exception-logger" / "groups.toml"
        self.rules.parent.mkdir(parents=True)
        self.state = folder / "state" / "container-exception-logger" / "triage.toml"
        self.log = folder / "app.log"
        self.log.write_text("".join(map(line_of, records)))

    def env(self):
        own = {"XDG_CONFIG_HOME": str(self.folder / "config"), "XDG_STATE_HOME": str(self.folder / "state")}
        return dict(os.environ, TZ="UTC", **own)

    def cel(self, *arguments, stdin=None):
        return subprocess.run(
            [CEL, *arguments], input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=str(self.folder), text=True,
            encoding="utf-8", timeout=60, env=self.env())

    def objects(self, command, *arguments, stdin=None):
        """What the command prints as JSON; it must be all right."""
        done = self.cel(command, "--json", *arguments, stdin=stdin)
        assert (done.returncode, done.stderr) == (0, "")
        values = [json.loads(line) for line in done.stdout.splitlines()]
        for value in values:
            jsonschema.validate(value, SCHEMA)
        return values
