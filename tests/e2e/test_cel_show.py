# SPDX-License-Identifier: Apache-2.0
"""What docs/cel.md says that `cel show` prints is what it prints."""

import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEL = ROOT / "build" / "bin" / "cel"

RECORD = {
    "type": "Python3",
    "executable": "/srv/order.py",
    "reason": "order.py:9:main:PriceError: order 4711: no price",
    "backtrace": "",
    "time": 1795247244,
    "id": "afa4bf4fd880556c9a16d8bac5ad553b",
    "pid": 1,
    "uid": 1000,
    "hostname": "shop-7d9f",
    "runtime": {"name": "cpython", "version": "3.11.2"},
    "mechanism": "excepthook",
    "severity": "fatal",
    "exceptions": [
        {"type": "PriceError", "module": "__main__", "message": "order 4711: no price", "frames": [
            {"file": "/srv/order.py", "line": 9, "function": "main", "in_app": True,
             "context": {"start": 8, "lines": [
                 "    except ZeroDivisionError as error:",
                 "        raise PriceError(f\"order {order['id']}: no price\") from error"]},
             "locals": {"order": "{'id': 4711, 'total': 99, 'items': []}"}}]},
        {"type": "ZeroDivisionError", "module": "builtins", "message": "division by zero",
         "link": {"kind": "cause", "of": 0}, "frames": [
             {"file": "/srv/order.py", "line": 3, "function": "price_each", "in_app": True,
              "context": {"start": 1, "lines": [
                  "def price_each(order):",
                  '    total = order["total"]',
                  '    return total / len(order["items"])']},
              "locals": {"order": "{'id': 4711, 'total': 99, 'items': []}", "total": "99"}}]},
    ],
}


def settled(text):
    """Without what is another one tomorrow, or with the next way to group (which has tests of its own)."""
    return re.sub(r"cel2:[0-9a-f]{12}", "cel2:…", re.sub(r" \(\d+ \w+ ago\)", "", text))


def documented():
    """The example in the section, without its indentation."""
    section = (ROOT / "docs" / "cel.md").read_text(encoding="utf-8").split("## What `cel show` prints")[1]
    lines = section.split("\n## ")[0].splitlines()
    block = [line[4:] for line in lines if line.startswith("    ") or not line]
    return "\n".join(block).strip("\n")


def test_show_prints_what_its_page_says(tmp_path):
    log = tmp_path / "pods" / "prod_shop-7d9f_0000" / "main" / "0.log"
    log.parent.mkdir(parents=True)
    line = "container-exception-logger - " + json.dumps(RECORD)
    log.write_text("2026-11-21T07:47:24.000000000Z stderr F %s\n" % line)
    environment = dict(os.environ, TZ="UTC")
    shown = subprocess.run([CEL, "show", "--cri=%s" % (tmp_path / "pods")], env=environment, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.decode()
    shown = shown.replace(str(tmp_path / "pods"), "/var/log/pods")
    assert settled(shown).strip("\n") == settled(documented())
