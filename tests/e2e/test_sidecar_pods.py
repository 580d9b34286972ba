# SPDX-License-Identifier: Apache-2.0
"""The manifests' pods, played by podman: the report is in the pod's log, and the program behaves as without
us."""

import copy
import functools
import itertools

import pytest
from engines.machine import wait_until
from pods import Pod, main_container, pod_spec
from shop import check_record, outcome, relayed

pytestmark = pytest.mark.engine

WAYS = ("native-sidecar", "init-container", "two-containers")
AS_1000 = ("--reuid", "1000", "--regid", "1000", "--clear-groups")
_numbers = itertools.count(1)


@pytest.fixture
def pod(podman_with_images):
    """Makes a pod of a way in; it is removed at the end."""
    made = []

    def make(way, change=None):
        made.append(Pod(podman_with_images, "pod%d" % next(_numbers), pod_spec(way, change)).create())
        return made[-1]

    yield make
    for each in made:
        each.remove()


@pytest.fixture(scope="module")
def without_us(podman_with_images):
    """What a pod's program leaves that nobody gave the variable which brings the hooks."""

    @functools.lru_cache(maxsize=None)
    def run(change=None):
        def changed(spec):
            if change:
                change(spec)
            main_container(spec)["env"] = []

        spec = pod_spec("init-container", changed)
        pod = Pod(podman_with_images, "bare%d" % next(_numbers), spec).create().start()
        found = outcome(pod.container("shop"))
        pod.remove()
        assert found[1] == []
        return found

    return run


@pytest.mark.parametrize("way", WAYS)
def test_the_manifests_program_reports_to_its_own_log_and_behaves_as_without_us(pod, without_us, way):
    played = pod(way).start()
    status, (record,), out, err = outcome(played.container("shop"))
    check_record(record)
    assert record["uid"] == 1000
    assert (status, [], out, err) == without_us()
    for name in ("shop",) if way == "init-container" else ("shop", "cel"):
        podman_enforces_the_manifest(played.container(name).inspect(), name)


def podman_enforces_the_manifest(inspected, name):
    assert inspected["HostConfig"]["ReadonlyRootfs"]
    assert inspected["EffectiveCaps"] is None
    assert "no-new-privileges" in inspected["HostConfig"]["SecurityOpt"]
    assert [mount["RW"] for mount in inspected["Mounts"]] == [name == "cel"]


def shares_processes(spec):
    spec["shareProcessNamespace"] = True


def runs_as_root(spec):
    main_container(spec)["securityContext"] = {"runAsUser": 0, "readOnlyRootFilesystem": True}


def drops_to_1000(spec):
    runs_as_root(spec)
    main_container(spec)["command"] = ["setpriv", *AS_1000, "python3", "/srv/shop.py"]


def starts_a_child_as_1000(spec):
    runs_as_root(spec)
    child = " ".join(["setpriv", *AS_1000, "python3 /srv/shop.py"])
    main_container(spec)["command"] = ["sh", "-c", child + "; exit $?"]


def runs_in_a_venv(spec):
    main_container(spec)["command"] = ["/srv/venv/bin/python", "/srv/shop.py"]


@pytest.mark.parametrize("change", [runs_as_root, runs_in_a_venv])
def test_whatever_the_program_is_its_report_is_in_its_own_log(pod, without_us, change):
    status, (record,), out, err = outcome(pod("native-sidecar", change).start().container("shop"))
    check_record(record)
    assert (status, [], out, err) == without_us(change)


@pytest.mark.parametrize("change", [shares_processes, drops_to_1000, starts_a_child_as_1000])
def test_a_program_that_cannot_reach_its_pid_1s_stdout_reports_through_the_sidecar(pod, without_us, change):
    played = pod("native-sidecar", change).start()
    status, records, out, err = outcome(played.container("shop"))
    assert records == []
    (record,) = relayed(played.container("cel"))
    check_record(record)
    assert record["peer"]["uid"] == 1000
    assert (status, [], out, err) == without_us(change)


# The pod of "Python Side-Cars" (Moshe Zadka): a Python of its own beside the program looks for the program's
# root through /proc, and dies of what it finds.
WATCHER = """\
import os, pathlib
proc = pathlib.Path("/proc")
mine = (proc / str(os.getpid()) / "root").stat().st_ino
def check_readiness():
    for process in proc.glob("[1-9]*"):
        try:
            if (process / "root").stat().st_ino != mine:
                return 1 / 0
        except PermissionError:
            pass  # the pause container's, which is root's
while True:
    check_readiness()
"""


def has_a_watcher(spec):
    shares_processes(spec)
    watcher = copy.deepcopy(main_container(spec))
    watcher.update(name="watcher", command=["python3", "-c", WATCHER])
    main_container(spec)["command"] = ["sh", "-c", "python3 /srv/shop.py; exec sleep 1000000"]
    spec["containers"].append(watcher)


def test_program_and_watcher_of_one_process_namespace_both_report_through_the_sidecar(pod):
    played = pod("native-sidecar", has_a_watcher).start()
    assert outcome(played.container("watcher"))[:2] == (1, [])
    sidecar = played.container("cel")
    wait_until(lambda: len(relayed(sidecar)) == 2, 30, lambda: repr(sidecar.streams()))
    of_shop, of_watcher = sorted(relayed(sidecar), key=lambda each: each["executable"])
    check_record(of_shop)
    assert of_watcher["reason"] == "<string>:8:check_readiness:ZeroDivisionError: division by zero"


def test_where_nobody_relays_the_report_is_in_the_programs_stderr(pod, without_us):
    status, (record,), out, err = outcome(pod("init-container", shares_processes).start().container("shop"))
    check_record(record)
    assert (status, [], out, err) == without_us(shares_processes)
