# SPDX-License-Identifier: Apache-2.0
"""The corpus that redaction is held to, and what the logger makes of it.

tests/redact has texts and lines of source. tests/hooks/redaction has statements of Python: here what each
assigns is a local variable and, in JSON, a member of a record."""

import ast
import json
import pathlib
import subprocess

import cel_lines

TESTS = pathlib.Path(__file__).resolve().parent.parent
LOGGER = TESTS.parent / "build" / "bin" / "container-exception-logger"
BASE = {"type": "Python3", "executable": "/x.py", "reason": "x", "backtrace": "x", "time": 1}


def lines(path):
    found = (TESTS / path).read_text(encoding="utf-8").split("\n")
    return [line for line in found if line and line[0] != "#"]


def frame(**elements):
    frames = [dict(elements, function="f", file="x")]
    return dict(BASE, exceptions=[{"type": "E", "message": "", "frames": frames}])


def statement(line):
    """Records of a statement: of its source and, if it assigns a literal, of its value."""
    records = [frame(context={"start": 1, "lines": [line]})]
    name, _, value = line.partition(" = ")
    try:
        value = ast.literal_eval(value)
    except ValueError:
        return records
    records.append(frame(locals={name: repr(value)}))
    try:
        json.dumps(value)
        records.append(dict(BASE, more={name: value}))
    except TypeError:
        pass
    return records


def said_in(line):
    """What a line `text: ...` or `code: ...` stands for."""
    return line.partition(": ")[2].encode("latin-1", "backslashreplace").decode("unicode_escape")


def text(line):
    """Records of such a line."""
    kind, said = line.partition(": ")[0], said_in(line)
    if kind == "code":
        return [frame(context={"start": 1, "lines": said.split("\n")})]
    return [dict(BASE, exceptions=[{"type": "E", "message": said}]), dict(BASE, backtrace=said)]


def cases(name):
    """Pairs of a line of the corpus `name` and its records."""
    return [(line, text(line)) for line in lines("redact/" + name)] + \
        [(line, statement(line)) for line in lines("hooks/redaction/" + name)]


def logged(records, env=None):
    """The records as the logger writes them."""
    done = subprocess.run(
        [LOGGER, "--sink", "fd:1"], input="\n".join(map(json.dumps, records)).encode(),
        env=dict({"PATH": "/usr/bin:/bin"}, **env or {}), stdout=subprocess.PIPE, check=True)
    found = cel_lines.decode(done.stdout)[0]
    assert len(found) == len(records)
    return found


def mistakes(name):
    """Pairs of a line of the corpus that is not redacted as it should be and what was written, and the number
    of cases."""
    secret = name == "secrets.txt"
    pairs = [(line, record) for line, records in cases(name) for record in records]
    wrong = []
    for (line, _), record in zip(pairs, logged([record for _, record in pairs])):
        said = json.dumps({key: each for key, each in record.items() if key != "executable"})
        masked = "[redacted]" in said
        if ("LEAK" in said or not masked) if secret else masked:
            wrong.append((line, said))
    return wrong, len(pairs)
