# SPDX-License-Identifier: Apache-2.0
"""In every engine, with every log driver: what was sent is what a reader of the log finds."""

import json

import cel_lines
import pytest
from engines.confinements import CONFINEMENTS
from programs import LOGGER, PATIENCE, inside, unix
from reports import report, text_of

pytestmark = pytest.mark.engine

SIZES = pytest.mark.parametrize("size", [1000, 9000])

# Runtimes that refuse one of them refuse the container, and the test fails.
STARTS = {"a terminal": ["--tty"], "an init of the engine's": ["--init"], **CONFINEMENTS}


@SIZES
@pytest.mark.parametrize("confinement", STARTS)
def test_a_report_reaches_the_log_under(confinement, engine, posted, size):
    sent = report(size=size)
    script = "echo before; %s <%s; echo status $?" % (LOGGER, inside(posted(sent)))
    container = engine.run("debian", "sh", "-c", script, options=STARTS[confinement], env=PATIENCE)
    streams = container.streams()
    assert cel_lines.decode(unix(streams.stdout)) == ([sent], b"before\nstatus 0\n")
    assert streams.stderr == b""


def test_the_engines_own_reader_shows_every_report_whole(engine, posted):
    sent = [report(1, 1000), report(2, 9000), report(3, 200000)]
    paths = [inside(posted(one)) for one in sent]
    container = engine.run(
        "debian", "sh", "-c", "for path; do %s <$path; done" % LOGGER, "sh", *paths, env=PATIENCE
    )
    printed = container.printed()
    assert printed.status == 0
    records, other = cel_lines.decode(printed.stdout)
    assert records == sent
    assert other.strip() == b""  # podman's journal entries end in a newline, which makes empty lines here


def test_journalctl_shows_every_line_as_text_with_its_defaults(engine_of, posted):
    for name in ("docker journald", "podman journald"):
        engine = engine_of(name)
        sent = report(size=20000)
        container = engine.run("debian", "sh", "-c", "%s <%s" % (LOGGER, inside(posted(sent))), env=PATIENCE)
        engine.machine.run("journalctl", "--sync")
        shown = engine.machine.run("journalctl", "--output", "json", "CONTAINER_NAME=" + container.name)
        messages = [json.loads(line)["MESSAGE"] for line in shown.stdout.splitlines()]
        # Without --all, journalctl gives null for a field that it finds too long, and a list of numbers for
        # one that it takes for binary.
        assert all(isinstance(message, str) for message in messages)
        assert cel_lines.decode("".join(message.rstrip("\n") + "\n" for message in messages).encode()) == (
            [sent],
            b"",
        )


def test_a_report_of_a_megabyte_reaches_the_log(engine, posted):
    sent = report(size=1000000)
    container = engine.run(
        "debian", "sh", "-c", "%s <%s; echo status $?" % (LOGGER, inside(posted(sent))), env=PATIENCE
    )
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"status 0\n")


def test_reports_between_unfinished_and_very_long_lines_of_the_program_come_back(engine, posted):
    sent = [report(1, 1000), report(2, 9000)]
    script = """
        long=$(head -c 20000 /dev/zero | tr '\\0' x)
        printf 'unfinished '; {0} <{1}; echo done; echo "$long"; printf %s "$long"; {0} <{2}; echo end
    """.format(LOGGER, *[inside(posted(one)) for one in sent])
    container = engine.run("debian", "sh", "-c", script, env=PATIENCE)
    records, other = cel_lines.decode(container.streams().stdout)
    assert records == sent
    assert other == b"unfinished done\n" + b"x" * 20000 + b"\n" + b"x" * 20000 + b"end\n"


@pytest.mark.parametrize("size", [1000, 60000], ids=["1 KB", "60 KB"])
def test_64_programs_that_crash_at_once_lose_nothing(engine, posted, size):
    sent = [report(number, size) for number in range(64)]
    paths = [inside(posted(one)) for one in sent]
    script = "for path; do %s <$path & done; wait" % LOGGER
    container = engine.run("debian", "sh", "-c", script, "sh", *paths, env=PATIENCE)
    payloads, other = cel_lines.split(container.streams().stdout)
    assert sorted(payloads) == sorted(map(text_of, sent))
    assert other == b""


def test_a_log_file_that_pid_1_writes_to_is_appended_to(engine, posted):
    sent = report(size=9000)
    script = "exec 3>&1 >/tmp/log 2>&1; echo before; %s <%s; echo after; cat /tmp/log >&3"
    container = engine.run("debian", "bash", "-c", script % (LOGGER, inside(posted(sent))), env=PATIENCE)
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"before\nafter\n")


@SIZES
def test_a_program_that_dropped_root_reaches_the_log(engine, posted, size):
    sent = report(size=size)
    script = "setpriv --reuid 1000 --regid 1000 --clear-groups %s <%s; echo status $?" % (
        LOGGER,
        inside(posted(sent)),
    )
    container = engine.run("debian", "sh", "-c", script, env=PATIENCE)
    streams = container.streams()
    assert streams.stdout == b"status 0\n"
    assert cel_lines.decode(streams.stderr) == ([sent], b"")


def test_a_user_namespace_made_inside_changes_nothing(engine, posted):
    sent = report(size=9000)
    script = "unshare --user --map-root-user %s <%s; echo status $?" % (LOGGER, inside(posted(sent)))
    container = engine.run(
        "debian", "sh", "-c", script, options=["--security-opt", "seccomp=unconfined"], env=PATIENCE
    )
    streams = container.streams()
    assert cel_lines.decode(streams.stdout + streams.stderr)[0] == [sent]


def test_the_images_of_busybox_and_of_nothing_but_the_logger_need_no_more(engine, posted):
    sent = report(size=9000)
    container = engine.run(
        "busybox", "/bin/sh", "-c", "%s <%s; echo status $?" % (LOGGER, inside(posted(sent))), env=PATIENCE
    )
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"status 0\n")
    container = engine.run(
        "logger-only", "/bin/container-exception-logger", stdin=text_of(sent), env=PATIENCE
    )
    assert container.wait() == 0
    assert cel_lines.decode(container.streams().stdout) == ([sent], b"")


def test_a_named_sink_reaches_the_log_as_well(engine, posted):
    sent = report(size=9000)
    script = "exec 7>&2; {0} --sink stderr <{1}; {0} --sink fd:7 <{1}".format(LOGGER, inside(posted(sent)))
    container = engine.run("debian", "bash", "-c", script, env=PATIENCE)
    streams = container.streams()
    assert streams.stdout == b""
    assert cel_lines.decode(streams.stderr) == ([sent, sent], b"")


@SIZES
def test_the_console_of_a_container_with_a_terminal_is_its_log(engine, posted, size):
    sent = report(size=size)
    script = "%s --sink console <%s" % (LOGGER, inside(posted(sent)))
    container = engine.run("debian", "sh", "-c", script, options=["--tty"], env=PATIENCE)
    assert cel_lines.decode(unix(container.streams().stdout)) == ([sent], b"")
