# SPDX-License-Identifier: Apache-2.0
"""Programs that somebody starts in a running container: their own streams go to whoever started them."""

import os

import cel_lines
import pytest
from programs import LOGGER, PATIENCE
from reports import report, text_of

pytestmark = pytest.mark.engine

SIZES = pytest.mark.parametrize("size", [1000, 9000])


@pytest.fixture
def running(engine):
    """Starts a container that waits; it is killed and removed at the end."""
    started = []

    def start(*options, image="debian", argv=("sleep", "1000000")):
        started.append(engine.start(image, *argv, options=options, env=PATIENCE))
        return started[-1]

    yield start
    for container in started:
        container.remove()


@SIZES
def test_exec_as_the_user_of_pid_1_reports_to_the_log_and_leaves_the_caller_alone(running, size):
    sent = report(size=size)
    container = running()
    done = container.exec(LOGGER, stdin=text_of(sent), env=PATIENCE)
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")
    container.stop()
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"")


@SIZES
def test_exec_u_of_another_user_reports_through_the_relay(running, engine, relay, size):
    sent = report(size=size)
    container = running("--volume", os.path.dirname(relay.path) + ":/run/cel")
    done = container.exec(LOGGER, options=["--user", "1000:1000"], stdin=text_of(sent), env=PATIENCE)
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")
    assert relay.received == [text_of(sent) + b"\n"]


@SIZES
def test_exec_u_of_another_user_without_a_relay_leaves_the_report_with_the_caller(running, size):
    # No stream of the container is within reach: the caller's terminal is where the program's own words go,
    # too.
    sent = report(size=size)
    done = running().exec(LOGGER, options=["--user", "1000:1000"], stdin=text_of(sent), env=PATIENCE)
    assert (done.status, done.stdout) == (0, b"")
    assert cel_lines.decode(done.stderr) == ([sent], b"")


def test_exec_as_root_into_a_container_of_another_user_reports_through_the_relay(running, relay):
    # Without CAP_SYS_PTRACE root may not look into another user's process either.
    sent = report()
    container = running("--user", "1000:1000", "--volume", os.path.dirname(relay.path) + ":/run/cel")
    done = container.exec(LOGGER, options=["--user", "0:0"], stdin=text_of(sent), env=PATIENCE)
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")
    assert relay.received == [text_of(sent) + b"\n"]


def test_exec_in_an_image_of_nothing_but_the_logger_reports_to_the_log(running):
    # The main program is a logger, too, which waits for its own report.
    sent = report(size=9000)
    container = running("--interactive", image="logger-only", argv=["/bin/container-exception-logger"])
    done = container.exec("/bin/container-exception-logger", stdin=text_of(sent), env=PATIENCE)
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")
    container.stop()
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"")
