# SPDX-License-Identifier: Apache-2.0
"""A person at the terminal of a container: job control works behind an init as it does without."""

import os

import pytest
from launchers import CEL_RUN, compared, launcher, namespace_command
from terminal import Terminal

SHELL = ["bash", "--norc", "--noprofile", "-i"]
VARIABLES = dict(os.environ, PS1="prompt> ", TERM="dumb", HISTFILE="/dev/null")


def job_control(terminal):
    """Stops, continues and interrupts a job, and asks where it is."""
    terminal.wait_for("prompt> ")
    terminal.type("sh -c 'echo run''ning; exec cat'\n")
    terminal.wait_for("running")
    terminal.type("\x1a")  # ^Z
    assert "Stopped" in terminal.wait_for("prompt> ")
    terminal.type("fg\n")
    terminal.wait_for("cat'")
    terminal.type("hello\n")
    terminal.wait_for("hello")
    terminal.wait_for("hello")  # cat's: it has the terminal, and only now ^C is its own
    terminal.type("\x03")  # ^C
    terminal.wait_for("prompt> ")
    terminal.type("echo sta''tus $?\n")
    assert "status 130" in terminal.wait_for("prompt> ")
    terminal.type("tty; exit 7\n")
    terminal.wait_for("exit")
    assert "cannot set terminal process group" not in terminal.seen
    assert "no job control" not in terminal.seen


# Behind catatonit ^Z does nothing; dumb-init takes the terminal from a session's leader only, which a
# container's PID 1 is (test_run_containers.py).
@pytest.mark.parametrize("name", compared("tini", "tini-static"))
def test_job_control_behind_an_init(name):
    with Terminal(*namespace_command(launcher(name), "--", *SHELL), env=VARIABLES) as terminal:
        job_control(terminal)
        assert terminal.process.wait(60) == 7


def test_without_any_init_it_is_the_same():
    with Terminal(*namespace_command(*SHELL), env=VARIABLES) as terminal:
        job_control(terminal)
        assert terminal.process.wait(60) == 7


def test_a_program_can_be_interrupted_at_the_terminal_and_that_is_no_report():
    with Terminal(
        *namespace_command(CEL_RUN, "--", "cat"), env=VARIABLES
    ) as terminal:
        terminal.type("ready\n")
        terminal.wait_for("ready\r\nready")  # cat runs: a shell that forks would swallow the signal
        terminal.type("\x03")
        assert terminal.process.wait(60) == 130
    assert "container-exception-logger" not in terminal.seen


def test_started_from_a_shell_it_is_a_job_like_any_other():
    with Terminal(*SHELL, env=VARIABLES) as terminal:
        terminal.wait_for("prompt> ")
        terminal.type("%s -s -- sh -c 'echo run''ning; exec cat'\n" % CEL_RUN)
        terminal.wait_for("running")
        terminal.type("\x1a")
        assert "Stopped" in terminal.wait_for("prompt> ")
        terminal.type("fg\n")
        terminal.wait_for("cat'")
        terminal.type("hel''lo\n")  # cat reads from the terminal: it is its own again
        assert terminal.wait_for("hel''lo\r\nhel''lo")
        terminal.type("\x03")
        terminal.wait_for("prompt> ")
        terminal.type("echo sta''tus $?\n")
        assert "status 130" in terminal.wait_for("prompt> ")
        terminal.type("cat\n")  # and the shell has it back
        terminal.wait_for("cat")
        terminal.type("\x04exit\n")
        terminal.wait_for("exit")


def test_a_shells_prompt_is_shown_whatever_tail_of_stderr_was_asked_for():
    command = namespace_command(CEL_RUN, "--stderr-tail", "64K", "--", *SHELL)
    with Terminal(*command, env=VARIABLES) as terminal:
        terminal.wait_for("prompt> ")
        terminal.type("test -t 2 && exit 7\n")
        assert terminal.process.wait(60) == 7
