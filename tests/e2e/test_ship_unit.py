# SPDX-License-Identifier: Apache-2.0
"""cel ship as a service: systemd takes the unit, and who it runs as can do its work."""

import os
import pathlib
import subprocess
import tempfile

import pytest
from receiver import Receiver
from shipping import ALL, CEL, ROOT, some_reports, wait_for, write

UNIT = os.path.join(ROOT, "packaging", "systemd", "cel-ship.service")


@pytest.fixture
def unit(tmp_path):
    with open(UNIT) as file:
        text = file.read()
    assert "\nExecStart=cel " in text
    path = tmp_path / "cel-ship.service"
    path.write_text(text.replace("ExecStart=cel ", "ExecStart=%s " % CEL))
    return path


def test_systemd_takes_the_unit_and_finds_it_safe(unit):
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False).stdout.decode()
    assert "cel-ship" not in said
    subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=25", unit],
                   stdout=subprocess.DEVNULL, check=True)


@pytest.fixture
def open_folder():
    """One that others may pass through."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        yield pathlib.Path(folder)


def test_neither_root_nor_a_capability_is_needed_but_a_group_that_may_read_the_logs(open_folder):
    group = 4321
    log, state = open_folder / "app.log", open_folder / "state"
    sent = some_reports(3)
    write(log, sent)
    os.chown(log, 0, group)
    os.chmod(log, 0o640)
    state.mkdir(mode=0o700)
    os.chown(state, 65532, 65532)
    with Receiver() as receiver:
        command = ["setpriv", "--reuid=65532", "--regid=65532", "--groups=%d" % group, "--bounding-set=-all",
                   "--inh-caps=-all", "--no-new-privs", CEL, "ship", "--state", state, ALL, "--to",
                   "webhook=" + receiver.url, log]
        ship = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            wait_for(lambda: len(receiver.taken) == 3)
        finally:
            ship.terminate()
            assert ship.wait() == 0
