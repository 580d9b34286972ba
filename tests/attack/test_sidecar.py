# SPDX-License-Identifier: Apache-2.0
"""cel-sidecar over a volume that others write to as well."""

import contextlib
import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import time

import cost
import pytest
from sidecar import Sidecar, hand_over

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(ROOT / "build" / "bin" / "cel-sidecar")
OTHER_USER = ["setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups"]


@pytest.fixture
def tmp_path():
    """A folder for one test that every user may look into."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        yield pathlib.Path(folder)


@pytest.fixture
def payload(tmp_path):
    folder = tmp_path / "payload"
    folder.mkdir()
    (folder / "hook.py").write_text("hook\n")
    return folder


@pytest.fixture
def volume(tmp_path, payload):
    folder = tmp_path / "cel"
    install(folder, payload)
    return folder


def install(volume, payload):
    return subprocess.run([PROGRAM, "install", volume, "--payload", payload], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE).stderr.decode()


def as_other_user(*command):
    subprocess.run([*OTHER_USER, *map(str, command)], check=True)


@contextlib.contextmanager
def serving(volume, payload):
    """A sidecar once it serves: its mark is a file by then, whatever was in its place."""
    sidecar = Sidecar(PROGRAM, volume, "serve", "--install", str(volume), "--payload", str(payload))
    mark = volume / "run" / "ready"
    try:
        while mark.is_symlink() or not mark.is_file():
            assert sidecar.process.poll() is None, sidecar.process.communicate()
            time.sleep(0.01)
        yield sidecar
    finally:
        sidecar.process.kill()


@pytest.mark.parametrize("name", ["cel.sock", "ready"])
@pytest.mark.parametrize("content", ["", "/full/of/folders"], ids=["empty", "full"])
def test_a_folder_of_another_user_in_a_files_place_stops_no_sidecar(volume, payload, name, content):
    (volume / "run" / "ready").unlink()
    os.chmod(volume / "run", 0o1777)
    as_other_user("mkdir", "-p", str(volume / "run" / name) + content)
    with serving(volume, payload) as sidecar:
        assert hand_over(sidecar.socket, b'{"reason":"x"}\n') == b"ok\n"
        status, log, said = sidecar.end()
    assert (status, b'"reason":"x"' in log) == (0, True), said
    kept = list((volume / "run").glob(".cel-aside.*/full/of/folders"))
    assert len(kept) == (1 if content else 0)


@pytest.mark.parametrize("name", ["cel.sock", "ready"])
def test_a_link_in_a_files_place_is_not_followed(volume, payload, tmp_path, name):
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "kept").write_text("kept")
    (volume / "run" / "ready").unlink()
    (volume / "run" / name).symlink_to(victim)
    with serving(volume, payload) as sidecar:
        assert sidecar.end()[0] == 0
    assert os.listdir(victim) == ["kept"]


def read_bytes_of(pid_status):
    return int(re.search(r"^rchar: (\d+)", pid_status, re.M)[1])


def installed_counting(volume, payload):
    """Installs and returns how many bytes were read for it, as the kernel counts them."""
    script = '"$0" install "$1" --payload "$2" 2>&- >&- & wait $!; cat /proc/$$/io'
    before = subprocess.run(["sh", "-c", "cat /proc/$$/io"], stdout=subprocess.PIPE, check=True)
    after = subprocess.run(["sh", "-c", script, PROGRAM, volume, payload], stdout=subprocess.PIPE, check=True)
    return read_bytes_of(after.stdout.decode()) - read_bytes_of(before.stdout.decode())


def large_files(volume, count, owner):
    """Sparse files of 16 MB and a manifest that lists them, with digests that are not theirs."""
    lines = []
    for i in range(count):
        name = "large-%d" % i
        with open(volume / name, "wb") as file:
            file.truncate(16 << 20)
        os.chown(volume / name, owner, owner)
        lines.append("%s %s\n" % (hashlib.sha256(name.encode()).hexdigest(), name))
    return "".join(lines)


def test_entries_that_another_user_forged_in_the_manifest_are_not_looked_at(volume, payload):
    manifest = volume / ".cel-manifest"
    manifest.write_text(large_files(volume, 20, 1234))
    os.chown(manifest, 1234, 1234)
    assert installed_counting(volume, payload) < 8 * cost.MIB
    manifest.write_text(large_files(volume, 20, 1234))
    os.chown(manifest, 0, 0)
    assert installed_counting(volume, payload) < 8 * cost.MIB


def test_of_files_that_a_manifest_lists_a_bounded_number_of_bytes_is_read(volume, payload):
    (volume / ".cel-manifest").write_text(large_files(volume, 20, os.geteuid()))
    assert installed_counting(volume, payload) < 72 * cost.MIB


def test_a_forged_manifest_removes_nothing_outside_of_the_volume_nor_through_links(volume, payload, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (volume / "link").symlink_to(tmp_path)
    digest = hashlib.sha256(b"kept").hexdigest()
    (volume / ".cel-manifest").write_text("".join(
        "%s %s\n" % (digest, path) for path in ("../victim", str(victim), "link/victim", "a/../../victim")))
    install(volume, payload)
    assert victim.read_text() == "kept"


def test_an_installation_takes_little_memory(tmp_path, payload):
    for name in ("container-exception-logger", "cel-run"):
        (payload / name).write_bytes((ROOT / "build" / "bin" / name).read_bytes())
    with Sidecar(PROGRAM, tmp_path / "cel", "serve", "--install", str(tmp_path / "cel"), "--payload",
                 str(payload)) as sidecar:
        with open("/proc/%d/status" % sidecar.process.pid) as status:
            peak = int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1]) * 1024
    assert peak < 16 * cost.MIB
