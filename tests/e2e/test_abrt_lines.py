# SPDX-License-Identifier: Apache-2.0
"""cel reads what ABRT's logger and its hooks for Python 2 and 3 have written since 2018: the tag in a write,
then the record of any length in writes of 8 KiB; the time as text; no id, no parts."""

import json
import subprocess

import pytest
from programs import inside
from test_follow import CEL

# As ABRT's logger: unbuffered, to process 1's stderr.
WRITE = "{ printf 'container-exception-logger - '; dd bs=8192 status=none <%s; } 2>&1 >/proc/1/fd/2"


def abrts(language, padding="", message="integer division or modulo by zero"):
    """A record as the hooks make it, in their order of keys; its text as json.dumps() writes it."""
    reason = "shop.py:6:price:ZeroDivisionError: " + message
    trace = (
        'Traceback (most recent call last):\n  File "/srv/shop.py", line 9, in <module>\n    price({})\n'
        '  File "/srv/shop.py", line 6, in price\n    return 1 / 0\nZeroDivisionError: %s\n' % message
    )
    locals_text = "\nLocal variables in innermost frame:\norder: {}\npadding: '%s'\n" % padding
    record = {
        "type": language,
        "executable": "/srv/shop.py",
        "reason": reason,
        "backtrace": reason + "\n" + trace + locals_text,
        "time": "1524000000",
        "pid": 1,
    }
    return record, (json.dumps(record) + "\n").encode()


RECORDS = {
    "Python 3": abrts("Python3"),
    "Python 2": abrts("Python"),
    "9 KB, which conmon cuts in two": abrts("Python3", "x" * 8500),
    "40 KB": abrts("Python3", "y" * 40000),
    "a byte that is no text": abrts("Python3", message="no file caf\udce9"),
}


def check(found, record):
    got = found["record"]
    assert {key: got[key] for key in ("type", "executable", "time", "pid")} == {
        key: record[key] for key in ("type", "executable", "time", "pid")
    }
    for key in "reason", "backtrace":
        assert got[key] == record[key].replace("\udce9", "\\xe9")
    assert found["where"] == "shop.py:6:price"
    assert found["fingerprint"].startswith("cel2:")


@pytest.mark.parametrize("name", RECORDS)
def test_in_a_plain_log(name, tmp_path):
    record, text = RECORDS[name]
    log = tmp_path / "pod.log"
    log.write_bytes(b"before\nunfinished container-exception-logger - " + text + b"after\n")
    done = subprocess.run([CEL, "list", "--json", log], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    check(found, record)
    assert found["time_us"] == 1524000000 * 1000000
    shown = subprocess.run([CEL, "show", log], stdout=subprocess.PIPE).stdout.decode()
    assert "/srv/shop.py:6 in price\n" in shown and "> 6 | return 1 / 0\n" in shown
    assert "order: {}\n" in shown


@pytest.mark.engine
def test_in_every_engine(engine, posted):
    paths = [inside(posted(text)) for _, text in RECORDS.values()]
    script = "; ".join(WRITE % path for path in paths)
    container = engine.run("busybox", "sh", "-c", script)
    engine.machine.run("journalctl", "--sync")
    if engine.driver == "journald":
        log = "--journal"
    elif engine.name == "docker":
        log = container.inspect()["LogPath"]
    else:
        log = container.inspect()["HostConfig"]["LogConfig"]["Path"]
    done = engine.machine.run(CEL, "list", "-r", "--json", log, "container=" + container.name)
    assert done.stderr == b""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(RECORDS)
    for one, (record, _) in zip(found, RECORDS.values()):
        check(one, record)
        assert one["container"]["name"] == container.name
