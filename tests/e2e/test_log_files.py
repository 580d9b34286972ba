# SPDX-License-Identifier: Apache-2.0
"""What cel reads out of the log files that Docker and podman really write: split, rotated, compressed."""

import json
import os
import shutil

import pytest
from engines.machine import wait_until
from programs import PATIENCE
from test_cel import cel

# Lines of 40 KB between reports, so that the engine splits them and its files turn over.
NOISY = """
n=0
while [ $n -lt 60 ]; do
    head -c 40000 /dev/zero | tr '\\0' x; echo
    printf '%s unfinished' $n
    echo '{"type":"Text","executable":"/bin/x","reason":"report '$n'","backtrace":"b","time":1700000000}' |
        /opt/cel/bin/container-exception-logger
    n=$((n + 1))
done
"""


def folder_of(engine, container, tmp_path):
    """A copy of what the engine keeps of the container's log, where it lies within the machine."""
    path = container.inspect()["LogPath" if engine.name == "docker" else "HostConfig"]
    path = path if engine.name == "docker" else path["LogConfig"]["Path"]
    done = engine.machine.run("tar", "-C", os.path.dirname(path), "-cf", "-", ".")
    assert done.returncode == 0, done.stderr
    copy = tmp_path / "/".join(path.split("/")[-3 if engine.name == "podman" else -2 : -1])
    copy.mkdir(parents=True)
    archive = tmp_path / "log.tar"
    archive.write_bytes(done.stdout)
    shutil.unpack_archive(str(archive), str(copy))
    archive.unlink()
    return copy, os.path.basename(path)


def reasons(*arguments):
    done = cel("list", "--json", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.engine
@pytest.mark.parametrize("name", ["docker json-file", "podman k8s-file"])
def test_split_lines_are_whole_again_and_every_report_comes_once(engine_of, tmp_path, name):
    engine = engine_of(name)
    container = engine.run("busybox", "sh", "-c", NOISY, env=PATIENCE)
    folder, log = folder_of(engine, container, tmp_path)
    found = reasons("--reverse", folder / log)
    assert [one["record"]["reason"] for one in found] == ["report %d" % n for n in range(60)]
    assert [one["record"]["reason"] for one in reasons(folder / log)] == [
        "report %d" % n for n in reversed(range(60))
    ]
    assert {one["container"]["id"] for one in found} == {container.id}
    assert {one["container"]["engine"] for one in found} == {engine.name}


@pytest.mark.engine
def test_files_that_docker_rotated_and_compressed_are_one_log(engine_of, tmp_path):
    engine = engine_of("docker json-file")
    options = ["--log-opt", "max-size=600k", "--log-opt", "max-file=9", "--log-opt", "compress=true"]
    container = engine.run("busybox", "sh", "-c", NOISY, env=PATIENCE, options=options)
    path = container.inspect()["LogPath"]

    def compressed():
        names = engine.machine.run("ls", os.path.dirname(path)).stdout.decode().split()
        return any(name.endswith(".gz") for name in names) and not any("tmp" in name for name in names)

    wait_until(compressed, 30, lambda: "Docker never compressed %s" % path)
    folder, _ = folder_of(engine, container, tmp_path)
    found = reasons("--reverse", folder)
    assert [one["record"]["reason"] for one in found] == ["report %d" % n for n in range(60)]
    assert {one["container"]["id"] for one in found} == {container.id}
