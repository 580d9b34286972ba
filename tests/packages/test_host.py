# SPDX-License-Identifier: Apache-2.0
"""What a package has for a host: systemd explains a report, and cel-follow goes on over a rotation."""

import json
import os
import re
import subprocess
import time

import cel_lines
import pytest
from released import ROOT, released, run


@pytest.fixture(scope="module")
def usr(tmp_path_factory):
    """The folder usr of the package, unpacked."""
    root = tmp_path_factory.mktemp("root")
    run("dpkg-deb", "--extract", released("_amd64.deb"), root)
    return root / "usr"


def test_the_journal_can_explain_a_report(usr):
    root = usr.parent
    (root / "var/lib/systemd/catalog").mkdir(parents=True)
    run("journalctl", "--root", root, "--update-catalog")
    with open(os.path.join(ROOT, "cel", "record", "journal_fields.h")) as header:
        message_id, = re.findall('kJournalMessageId = "([0-9a-f]{32})"', header.read())
    assert "cel show" in run("journalctl", "--root", root, "--dump-catalog", message_id)


def test_systemd_takes_the_unit(usr, tmp_path):
    unit = tmp_path / "cel-follow.service"
    text = (usr / "lib/systemd/system/cel-follow.service").read_text()
    unit.write_text(text.replace("ExecStart=cel ", "ExecStart=%s " % (usr / "bin/cel")))
    assert "cel-follow" not in run("systemd-analyze", "verify", "--man=no", unit)


def follow_until_a_report(usr, folder, output):
    """Runs what the unit runs until it has printed a report. It follows from when it is ready: until then,
    a report comes each half second."""
    log = folder / "log"
    command = [usr / "bin/cel", "follow", "--json", "--cursor-file", folder / "cursor", log]
    with open(output, "ab") as stdout:
        cel = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout)
    for _ in range(60):
        run(usr / "bin/container-exception-logger", "--sink", "file:%s" % log, input=b"words")
        time.sleep(0.5)
        if output.read_bytes().endswith(b"\n"):
            break
    cel.terminate()
    cel.wait(30)


def test_over_a_rotation_each_report_is_in_one_file_once(usr, tmp_path):
    (tmp_path / "log").touch()
    outputs = [tmp_path / ("reports.%d" % number) for number in range(3)]
    for output in outputs:
        follow_until_a_report(usr, tmp_path, output)
    printed = [json.loads(line)["id"] for output in outputs for line in output.read_bytes().splitlines()]
    logged = [record["id"] for record in cel_lines.decode((tmp_path / "log").read_bytes())[0]]
    followed = logged[logged.index(printed[0]):]
    assert printed == followed[:len(printed)] and len(printed) >= 3
