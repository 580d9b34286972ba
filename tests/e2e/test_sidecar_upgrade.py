# SPDX-License-Identifier: Apache-2.0
"""Another version is laid over hooks that are in use, or finds no room: nothing is ever half there."""

import itertools

import pytest
from engines.machine import wait_until
from shared import SharedVolume
from shop import check_record, outcome

pytestmark = pytest.mark.engine

SHOP = ["python3", "/srv/shop.py"]
_numbers = itertools.count(1)


@pytest.fixture
def upgraded(shared, tmp_path):
    """An image of another version: one module more, and one that is changed."""
    tag = "cel-sidecar:upgraded-%d" % next(_numbers)
    (tmp_path / "new.py").write_text("NEW = True\n")
    (tmp_path / "Dockerfile").write_text(
        "FROM cel-sidecar:0.1.0\nCOPY new.py /volume/container_exception_logger/new.py\n"
        "COPY new.py /volume/usercustomize.py\n"
    )
    shared.engine.cli("build", "--tag", tag, tmp_path)
    return tag


def test_an_upgrade_under_a_running_program_breaks_nothing_in_it(shared, upgraded):
    shared.start_sidecar()
    # Started with the old hooks, it dies when the new ones are there.
    wait = "import os, time; exec(%r)" % (
        "while not os.path.exists('/cel/container_exception_logger/new.py'): time.sleep(0.01)"
    )
    running = shared.start("python3", "-c", wait + "\nprint('dying')\n1/0")
    wait_until(lambda: running.inspect()["State"]["Running"], 30, lambda: "it does not run")
    installed = shared.install(upgraded)
    assert installed.wait() == 0, installed.streams()
    status, (record,), out, _ = outcome(running)
    assert (status, out) == (1, b"dying\n")
    assert record["exception"]["type"] == "ZeroDivisionError"
    check_record(outcome(shared.run(*SHOP))[1][0])


def test_installing_twice_changes_nothing(shared):
    first, second = shared.install(), shared.install()
    assert (first.wait(), second.wait()) == (0, 0)
    assert b"nothing to do" in second.streams().stderr


@pytest.fixture
def small(with_images):
    """A volume of 6 MB that keeps what is in it as long as its `holder` runs."""
    room = "o=size=6m,uid=65532,gid=65532"
    volume = SharedVolume(
        with_images("docker json-file"), "--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", room
    )
    volume.holder = volume.engine.start(
        "shop:1.0", "sleep", "1000000", options=["--volume", volume.name + ":/cel", "--user", "0:0"]
    )
    volume.keep(volume.holder)
    yield volume
    volume.remove()


def fill(volume):
    done = volume.holder.exec("sh", "-c", "cat /dev/zero >/cel/fill")
    assert b"No space left on device" in done.stderr


def test_a_full_volume_is_an_error_that_says_so_and_the_program_is_as_without_us(small):
    fill(small)
    installed = small.install()
    assert installed.wait() == 2
    assert b"No space left on device" in installed.streams().stderr
    assert outcome(small.run(*SHOP)) == outcome(small.run(*SHOP, hooks=False))


def test_an_upgrade_that_finds_no_room_leaves_the_old_hooks_whole(small, upgraded):
    assert small.install().wait() == 0
    fill(small)
    installed = small.install(upgraded)
    assert installed.wait() == 2
    assert b"No space left on device" in installed.streams().stderr
    check_record(outcome(small.run(*SHOP))[1][0])
