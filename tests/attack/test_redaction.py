# SPDX-License-Identifier: Apache-2.0
"""Redaction takes time in proportion to what it is given, whatever that is, and no secret gets past it: in
the logger, and in what cel-run keeps of a program's stderr."""

import json
import os
import pathlib
import subprocess

import cost
import pytest
import redaction

BIN = pathlib.Path(redaction.LOGGER).parent
SIZE = cost.MIB // 2  # twice of it is 1 MiB
HOSTILE = {
    "pairs": b"\n    key=1," + b"a=b,",
    "urls": b"://",
    "logins": b"a://b:c/",
    "words before strings": b"by 'x' ",
    "quotes": b"'",
    "brackets": b"password=[",
    "backslashes": b"password=\\",
    "options": b"mysql -p ",
    "keys": b"-----BEGIN ",
    "tokens": b"eyJ-",
    "base64": b"QUJDREVG",
    "digits": b"4",
    "cards": b"4 ",
    "nesting": b"{'a':",
    "blocks": b"password: \n",
    "frames": b'  File "x", line 1\n    a\n',
}


def repeated(part):
    """A maker of inputs: the part's first line once, the rest of it again and again."""
    head, newline, tail = part.rpartition(b",") if part.startswith(b"\n") else (b"", b"", part)
    return lambda size: (head + (tail or part) * (size // len(tail or part) + 1))[:size]


def secret_values(size):
    """A record with a secret that nearly is everywhere."""
    return json.dumps(dict(redaction.BASE, password="ab" * 60 + "!", more="ab" * (size // 2))).encode()


def source(size):
    return json.dumps(redaction.frame(context={"start": 1, "lines": ["token:" * (size // 6)]})).encode()


@pytest.mark.parametrize("name", ["pairs", "urls", "words before strings"])
def test_the_logger_takes_twice_the_steps_for_twice_the_text(name):
    command = [str(redaction.LOGGER), "--sink", "file:/dev/null"]
    assert cost.growth(command, repeated(HOSTILE[name]), SIZE // 8, {"PATH": "/usr/bin:/bin"}) < cost.LINEAR


@pytest.mark.parametrize("make", [secret_values, source])
def test_the_logger_takes_twice_the_steps_for_twice_the_record(make):
    command = [str(redaction.LOGGER), "--sink", "file:/dev/null"]
    assert cost.growth(command, make, SIZE // 8, {"PATH": "/usr/bin:/bin"}) < cost.LINEAR


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_texts_of_a_mebibyte_are_delivered(name):
    text = repeated(HOSTILE[name])(cost.MIB)
    command = [str(redaction.LOGGER), "--sink", "fd:1", "--timeout", "20"]
    done = cost.measured(command, text, {"PATH": "/usr/bin:/bin"})
    assert done.status == 0, done.stderr
    assert done.stdout.startswith(b"container-exception-logger - {")


def test_cel_run_keeps_no_secret_of_stderr_however_hostile(tmp_path):
    script = tmp_path / "dies.sh"
    script.write_text("printf '://%.0s' $(seq 20000) >&2; echo ' postgres://u:LEAKx1y2@h/ ' >&2\n"
                      "echo \"password => LEAKx1y2 with $DB_PASSWORD\" >&2; exit 3\n")
    done = subprocess.run([BIN / "cel-run", "--stderr-tail=256K", "sh", script, "--password", "LEAKcommand"],
                          env=dict(os.environ, DB_PASSWORD="LEAKenv7z", CEL_SINK="file:%s/log" % tmp_path),
                          stderr=subprocess.DEVNULL, timeout=60, check=False)
    assert done.returncode == 3
    [record] = redaction.cel_lines.decode((tmp_path / "log").read_bytes())[0]
    assert "LEAK" not in json.dumps(record)
    assert record["process"]["command"][-1] == "[redacted]"
    assert "with [redacted]" in record["backtrace"]


def test_the_environment_of_the_dying_program_is_known():
    [record] = redaction.logged([dict(redaction.BASE, reason="refused LEAKx1y2", b=["u:LEAKx1y2"])],
                                env={"DB_PASSWORD": "LEAKx1y2", "CEL_REDACT": "kennung"})
    assert "LEAK" not in json.dumps(record)


@pytest.mark.parametrize("name", ["secrets.txt", "innocents.txt"])
def test_the_corpus_passes_the_logger(name):
    wrong, count = redaction.mistakes(name)
    assert wrong == []
    assert count > 800
