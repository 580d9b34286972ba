# SPDX-License-Identifier: Apache-2.0
"""The journal as a sink: for a service under systemd, and for a container that the host's journal socket is
given to."""

import cel_lines
import pytest
from engines.bare import bare_command
from engines.logs import entries
from programs import LOGGER, PATIENCE, inside
from reports import report, text_of

pytestmark = pytest.mark.engine

# A datagram holds the first two; the last goes as a sealed memory file.
SIZES = pytest.mark.parametrize("size", [1000, 100000, 1000000])


def check_entry(entry, sent, tag=b"container-exception-logger"):
    """The entry is one that a person, a filter by field and a program each find what they want in."""
    assert entry[b"SYSLOG_IDENTIFIER"] == tag
    assert entry[b"PRIORITY"] in (b"2", b"3")
    assert entry[b"CEL_RECORD"] == text_of(sent)
    for key in ("type", "executable", "reason", "backtrace"):
        assert entry[b"CEL_" + key.upper().encode()] == sent[key].encode()
    assert entry[b"CEL_TIME"] == str(sent["time"]).encode()
    assert entry[b"MESSAGE"].startswith(tag + b" - {")
    assert len(entry[b"MESSAGE_ID"]) == 32


@SIZES
def test_pid_1_that_prints_into_the_journal_gets_one_entry_with_fields(
    machine, logger, posted, size
):
    # As in a service: stdout and stderr are a stream socket to journald, which nobody can open a second time.
    sent = report(number=size, size=size)
    script = "echo before; %s <%s; echo status $?" % (logger, posted(sent))
    done = machine.run(
        "systemd-cat", "--identifier", "service-%d" % size, *bare_command("sh", "-c", script, own_run=False),
        env=PATIENCE,
    )
    assert done.returncode == 0
    printed = entries(machine.journal("SYSLOG_IDENTIFIER=service-%d" % size))
    assert [entry[b"MESSAGE"] for entry in printed] == [b"before", b"status 0"]
    (entry,) = entries(machine.journal("CEL_ID=" + sent["id"]))
    check_entry(entry, sent)


@SIZES
def test_a_container_with_the_journals_socket_can_name_it(engine, posted, size):
    sent = report(number=size + sum(map(ord, str(engine))), size=size)
    path = inside(posted(sent))
    script = "%s --sink journal --tag from-%s <%s; echo status $?" % (LOGGER, engine.name, path)
    container = engine.run(
        "debian", "sh", "-c", script, env=PATIENCE,
        options=["--volume", "/run/systemd/journal/socket:/run/systemd/journal/socket"],
    )
    assert container.streams().stdout == b"status 0\n"
    (entry,) = entries(engine.machine.journal("CEL_ID=" + sent["id"]))
    check_entry(entry, sent, tag=b"from-" + engine.name.encode())


def test_journalctl_prints_the_line_of_an_entry(machine, logger, posted):
    sent = report(number=1, size=2000)
    done = machine.run("sh", "-c", "%s --sink journal <%s" % (logger, posted(sent)), env=PATIENCE)
    assert done.returncode == 0
    machine.run("journalctl", "--sync")
    shown = machine.run("journalctl", "--output", "cat", "CEL_ID=" + sent["id"])
    assert cel_lines.decode(shown.stdout) == ([sent], b"")
