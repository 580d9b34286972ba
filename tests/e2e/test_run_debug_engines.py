# SPDX-License-Identifier: Apache-2.0
"""Debugging containers as in "Debug Ceph Docker containers", with cel-run as the entry point."""

import gzip
import hashlib
import os
import re
import shlex

import cel_lines
import pytest
from engines.machine import wait_until
from launchers import CEL_RUN
from terminal import Terminal
from trees import entry, tar, zip_of

pytestmark = pytest.mark.engine

MAIN = "/usr/lib/python2.7/dist-packages/ceph_disk/main.py"
PATCHED = b"import sys\nprint('patched')\nsys.exit(int(sys.argv[1]))\n"
# An image with the package, whose archive comes over http from its own loopback: PID 1 stays the same.
IMAGE = """
mkdir -p "$(dirname {main})"; echo 'print("packaged")' >{main}
python3 -m http.server --bind 127.0.0.1 --directory /w 8000 >/dev/null 2>&1 &
up='import socket; socket.create_connection(("127.0.0.1", 8000))'
until python3 -c "$up" 2>/dev/null; do sleep 0.1; done
exec /cel-run -- "$@"
""".format(main=MAIN)


@pytest.fixture(params=["docker json-file", "podman k8s-file"])
def engine(request, engine_of):
    return engine_of(request.param)


@pytest.fixture
def start(engine):
    started = []

    def start(*command, image=None, **env):
        mount = ["--volume", CEL_RUN + ":/cel-run:ro"]
        if image is None:
            mount += ["--entrypoint", "/cel-run"]
            container = engine.start("debian", "--", *command, options=mount, env=env)
        else:
            container = engine.start("debian", "sh", "-c", image, "sh", *command, options=mount, env=env)
        started.append(container)
        return container

    yield start
    for container in started:
        container.remove()


def said(container, text):
    """Waits until it is said on the container's stderr; gives all that is there."""
    wait_until(lambda: text in container.streams().stderr, 30,
               lambda: "never said %r: %r" % (text, container.streams()))
    return container.streams().stderr.decode()


def ended(container, seconds=1000):
    """`docker stop`, with so much time that a container which does not end by itself fails the test."""
    container.engine.cli("stop", "--time", str(seconds), container.name)
    return container.wait()


def test_a_failed_entry_point_stays_alive_is_entered_and_stops_with_its_status(start, engine):
    container = start("sh", "-c", "echo failing >&2; exit 3", DEBUG="stayalive", GREETING="hello")
    text = said(container, b"end it:")
    assert "staying alive: the command ended with status 3" in text
    (enter,) = re.findall(r"enter it: +(.*)\n", text)
    assert container.id in enter and enter.startswith(engine.name + " exec -it ")
    with Terminal(*engine.machine.command(*shlex.split(enter)),
                  env=dict(os.environ, **engine.environment())) as person:
        person.type("echo $GREETING $((6 * 7))\n")
        person.wait_for("hello 42")
        person.type("exit\n")
    assert "exit status 3" in text
    assert ended(container) == 3
    assert len(cel_lines.decode(container.streams().stdout)[0]) == 1


@pytest.mark.parametrize("command, status, how", [
    ("kill -SEGV $$", 139, "was killed by SIGSEGV"), ("exec /no/such", 127, "ended with status 127")])
def test_every_failure_stays_alive(start, command, status, how):
    container = start("sh", "-c", command, CEL_DEBUG="stayalive")
    assert how in said(container, b"end it:")
    assert ended(container) == status


def test_success_and_a_stop_do_not_stay_alive(start):
    assert start("true", CEL_DEBUG="stayalive").wait() == 0
    script = "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done"
    stopped = start("sh", "-c", script, CEL_DEBUG="stayalive")
    stopped.wait_for_output(b"up")
    assert ended(stopped) == 5
    assert b"staying" not in stopped.streams().stderr


def test_an_image_without_a_shell_says_so(engine):
    container = engine.start(
        "logger-only", "--", "/bin/container-exception-logger", "--nonsense", env={"DEBUG": "stayalive"},
        options=["--volume", CEL_RUN + ":/cel-run:ro", "--entrypoint", "/cel-run"])
    assert "the image has no shell" in said(container, b"end it:")
    assert ended(container) == 1
    container.remove()


def test_shell_is_a_shell_of_the_image_whatever_its_command_is(engine):
    name = "shell-" + engine.name
    run = ["run", "-it", "--rm", "--name", name, "--network", "none", "--entrypoint", "/cel-run", "--volume",
           CEL_RUN + ":/cel-run:ro", "--cgroup-parent", "/" + engine.machine.cgroup, "debian", "--shell"]
    engine.load("debian")
    with Terminal(*engine.machine.command(*engine.command(*run)),
                  env=dict(os.environ, **engine.environment())) as person:
        person.type("echo $((6 * 7)) $$; exit 5\n")
        person.wait_for("42 ")
        assert person.process.wait(60) == 5


def test_it_keeps_reaping_while_it_stays(start):
    container = start("sh", "-c", "exit 3", CEL_DEBUG="stayalive")
    said(container, b"end it:")
    container.exec("sh", "-c", "for i in 1 2 3; do (sleep 0.1 &) ; done; sleep 1")
    states = container.exec("sh", "-c", "cat /proc/[0-9]*/stat").stdout.decode()
    assert ") Z " not in states
    assert ended(container) == 3


@pytest.mark.parametrize("kind", ["tar.gz", "zip"])
def test_a_patched_main_py_is_laid_over_the_image_from_an_archive_over_http(start, posted, kind):
    name = "debug_ci-evelu-disk" + MAIN
    data = zip_of({name: PATCHED}) if kind == "zip" else gzip.compress(tar(entry(name, PATCHED)))
    url = "http://127.0.0.1:8000/" + os.path.basename(posted(data))
    word = "fstree=%s#sha256=%s" % (url, hashlib.sha256(data).hexdigest())
    container = start("python3", MAIN, "0", image=IMAGE, DEBUG=word)
    assert container.wait() == 0
    streams = container.streams()
    assert streams.stdout == b"patched\n"
    laid = "laid %s sha256=%s" % (MAIN, hashlib.sha256(PATCHED).hexdigest())
    assert laid in streams.stderr.decode()


def test_an_archive_that_is_not_there_stops_it(start):
    container = start("python3", MAIN, "0", image=IMAGE, DEBUG="fstree=http://127.0.0.1:8000/missing.zip")
    assert container.wait() == 125
    streams = container.streams()
    assert streams.stdout == b"" and b"404" in streams.stderr


SCRIPT = """#!/bin/bash
greet() {
    echo "hello $1"
}
seen=$(greet "$WHO" 2>&1)
echo "$seen"
"""


def test_verbose_traces_scripts_by_file_line_and_function_and_shows_no_secret(start, posted):
    script = "/w/" + os.path.basename(posted(SCRIPT.encode()))
    container = start("bash", script, DEBUG="verbose", WHO="world", DB_PASSWORD="LEAK",
                      DATABASE_URL="postgres://bob:LEAK@db/app")
    assert container.wait() == 0
    streams = container.streams()
    text = streams.stderr.decode()
    assert streams.stdout == b"hello world\n"  # what the script captures is not mixed with the trace
    assert "%s:3: greet(): echo 'hello world'" % script in text
    assert "%s:5: greet world" % script in text
    assert "LEAK" not in text and "environment DB_PASSWORD=[redacted]" in text
    for part in ("runs 'bash' '%s'" % script, "as uid 0 gid 0", "in / on ", "environment WHO=world",
                 "limit open files ", "mount ", " / overlay "):
        assert part in text


def test_all_of_them_together_in_any_order(start, posted):
    data = zip_of({"repo" + MAIN: PATCHED})
    url = "http://127.0.0.1:8000/" + os.path.basename(posted(data))
    container = start("python3", MAIN, "7", image=IMAGE, CEL_DEBUG="stayalive,fstree=%s,verbose" % url)
    text = said(container, b"end it:")
    assert "WARNING: fstree: nobody vouches for " + url in text
    assert "laid " + MAIN in text and "verbose: runs 'python3' '%s' '7'" % MAIN in text
    assert b"patched\n" in container.streams().stdout
    assert ended(container) == 7
