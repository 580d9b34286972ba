# SPDX-License-Identifier: Apache-2.0
"""The images of a pod: the sidecar's, and that of a program that dies of an exception."""

import os

import cel_lines
from manifests import ROOT

SHOP = b"""\
from __future__ import print_function, division
import sys

def share(total, people):
    rest = "the rest"
    return total / people

print("out")
print("err", file=sys.stderr)
share(7, 0)
"""

_DOCKERFILE = b"""\
FROM debian
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN ["python3", "-m", "venv", "--without-pip", "/srv/venv"]
COPY shop.py /srv/shop.py
USER 1000:1000
CMD ["python3", "/srv/shop.py"]
"""


def build_images(engine, folder):
    """Has the engine itself build `cel-sidecar:<version>` as a person does, and `shop:1.0`."""
    done = engine.machine.run(
        "make", "-C", ROOT, "image", "ENGINE=" + engine.name, env=engine.environment(), timeout=600
    )
    assert done.returncode == 0, done
    engine.load("debian")
    os.makedirs(os.path.join(folder, "shop"), exist_ok=True)
    for name, content in (("shop.py", SHOP), ("Dockerfile", _DOCKERFILE)):
        with open(os.path.join(folder, "shop", name), "wb") as file:
            file.write(content)
    engine.cli("build", "--network", "none", "--tag", "shop:1.0", os.path.join(folder, "shop"))


def outcome(container):
    """The status of a container that ended, its reports, and what else is in each of its streams."""
    status = container.wait()
    streams = container.streams()
    records, out = cel_lines.decode(streams.stdout)
    more, err = cel_lines.decode(streams.stderr)
    return status, records + more, out, err


def relayed(sidecar):
    """The reports in a sidecar's log."""
    return cel_lines.decode(sidecar.streams().stdout)[0]


def check_record(record):
    """What a report of the program that dies has to say."""
    assert record["reason"] == "shop.py:6:share:ZeroDivisionError: division by zero"
    assert record["backtrace"].startswith(record["reason"] + "\n\nTraceback (most recent call last):\n")
    assert "people: 0" in record["backtrace"]
    assert record["mechanism"] == "excepthook"
