# SPDX-License-Identifier: Apache-2.0
"""ABRT's walk-through of 2018, "Sidecar container for Python exceptions", line by line with our parts: its
folder /abrt, its two variables, its pod, its commands and its journal."""

import json
import os

import interpreters
import pytest
import yaml
from engines.container import Container
from engines.machine import wait_until
from pods import Pod

pytestmark = pytest.mark.engine

# As its `oc edit` shows it, a field that is misspelt by its right name; sidecar and main container are ours.
POD = """\
containers:
  - name: sidecar
    image: cel-sidecar:0.1.0
    args: [serve, --install, /abrt]
    startupProbe:
      exec:
        command: [/cel-sidecar, ready, /abrt]
    volumeMounts:
      - name: abrt-volume
        mountPath: /abrt
  - name: main-container
    image: shop:1.0
    command: [sleep, "1000000"]
    env:
      - name: PYTHONPATH
        value: /abrt
      - name: PATH
        value: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/abrt/bin
    volumeMounts:
      - name: abrt-volume
        mountPath: /abrt
volumes:
  - emptyDir: {}
    name: abrt-volume
"""
PYTHON2 = [each for each in interpreters.found() if each.version < (3,)]


@pytest.fixture(scope="module")
def python2():
    """The folder of a Python 2.7 and the program's name in it; where this machine has none, Python 3."""
    if not PYTHON2:
        return "/usr", "python3"
    return os.path.dirname(os.path.dirname(PYTHON2[0].path)), "python2"


@pytest.fixture(scope="module")
def main_container(with_images, python2):
    """The pod's main container, and what `oc exec` is to it."""
    engine = with_images("podman journald")
    spec = yaml.safe_load(POD)
    folder, _ = python2
    program = spec["containers"][1]
    if folder != "/usr":
        spec["volumes"].append({"name": "python2", "hostPath": {"path": folder}})
        program["volumeMounts"].append({"name": "python2", "mountPath": "/usr/local"})
        program["env"].append({"name": "LD_LIBRARY_PATH", "value": "/usr/local/lib"})
    pod = Pod(engine, "walkthrough", spec).create().start()
    yield pod.container("main-container")
    pod.remove()


def test_the_variables_are_what_the_pod_says(main_container):
    done = main_container.exec("sh", "-c", "echo PATH: $PATH; echo PYTHONPATH: $PYTHONPATH")
    assert done.stdout == (
        b"PATH: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/abrt/bin\nPYTHONPATH: /abrt\n"
    )


def test_the_folder_holds_what_abrts_sidecar_copied_there(main_container):
    done = main_container.exec("ls", "/abrt", "/abrt/bin", "/abrt/py2", "/abrt/py3")
    names = done.stdout.decode().split()
    assert {"usercustomize.py", "container-exception-logger"} <= set(names)
    assert {"abrt_container.pth", "abrt3_container.pth"} <= set(names)


def test_site_shows_the_programs_own_path_and_the_hook_is_active(main_container, python2):
    # ABRT's stayed on sys.path, where a program's imports found it; ours leaves when it has started.
    _, python = python2
    done = main_container.exec(python, "-m", "site")
    bare = main_container.exec(python, "-m", "site", env={"PYTHONPATH": ""})
    assert (done.status, done.stdout) == (0, bare.stdout)
    done = main_container.exec(python, "-m", "container_exception_logger")
    assert b"The hook is active" in done.stdout + done.stderr


def test_an_exception_is_shown_to_who_made_it_and_is_in_the_hosts_journal(main_container, python2):
    _, python = python2
    done = main_container.exec(python, "-c", "0/0")
    message = "integer division or modulo by zero" if python == "python2" else "division by zero"
    assert done.status == 1
    assert done.stdout == b""
    assert done.stderr.decode().startswith("Traceback (most recent call last):\n")
    assert done.stderr.decode().endswith("ZeroDivisionError: %s\n" % message)

    def reported():
        lines = main_container.printed().stdout.decode().split("\n")[:-1]  # the last is not whole yet
        return [line for line in lines if line.startswith("container-exception-logger - {")]

    wait_until(reported, 30, lambda: repr(main_container.printed()))
    (line,) = reported()
    record = json.loads(line.partition(" - ")[2])
    assert record["type"] == ("Python" if python == "python2" else "Python3")
    assert record["executable"] == ("python -c ..." if python == "python2" else "python3 -c ...")
    assert record["reason"] == "<string>:1:<module>:ZeroDivisionError: " + message
    assert record["backtrace"].startswith(record["reason"])
    assert "Local variables in innermost frame:\n" in record["backtrace"]
    assert {"pid", "time"} <= set(record)


def test_a_script_finds_the_logger_on_the_path(main_container):
    done = main_container.exec("sh", "-c", "container-exception-logger --version")
    assert (done.status, done.stderr) == (0, b"")


def test_the_sidecar_does_not_sleep_in_a_loop_but_ends_when_asked(main_container):
    sidecar = Container(main_container.engine, "walkthrough-sidecar")
    main_container.engine.cli("stop", "--time", "60", sidecar.name)
    assert sidecar.inspect()["State"]["ExitCode"] == 0
