# SPDX-License-Identifier: Apache-2.0
"""Every signal that an init is sent reaches its program."""

import os
import signal
import subprocess
import time

import pytest
from engines.bare import first_child
from launchers import CEL_RUN, OTHERS, compared, launcher, namespace_command

CAUGHT_BY_NOBODY = {9, 19}  # KILL, STOP
OF_THE_INIT = {17}  # CHLD
FAULTS = {4, 5, 6, 7, 8, 11, 31}
TERMINAL = {20, 21, 22}  # TSTP, TTIN, TTOU: dumb-init stops itself
INTERNAL = {32, 33}  # glibc's

# What each keeps to itself, as measured: docs/cel-run-comparison.md.
KEPT = {
    "cel-run": set(),
    "tini": FAULTS | {21, 22} | INTERNAL,
    "tini-static": FAULTS | {21, 22} | INTERNAL,
    "dumb-init": INTERNAL | set(range(34, 65)),
    "catatonit": FAULTS | TERMINAL | INTERNAL,
}


class Init:
    """A launcher as PID 1, with options, and `argv` behind it, whose output is read line by line."""

    def __init__(self, path, *argv, **options):
        self.process = subprocess.Popen(
            namespace_command(path, *argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )
        self.pid = first_child(self.process)  # as seen from here

    def line(self):
        return self.process.stdout.readline().strip()

    def kill(self, number):
        os.kill(self.pid, number)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()  # and all in it with it (--kill-child)
        self.process.stdout.close()
        self.process.wait()


def wait_for(condition):
    """Waits until `condition()` is true."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("name", compared(*OTHERS))
def test_all_64_signals_are_passed_on(observer, name):
    passed = set(range(1, 65)) - CAUGHT_BY_NOBODY - OF_THE_INIT - KEPT[name]
    if name == "dumb-init":
        passed -= TERMINAL
    with Init(launcher(name), "--", observer, "signals") as init:
        assert init.line() == "ready"
        for number in sorted(passed):
            init.kill(number)
            assert init.line() == str(number)
        if name == "dumb-init":
            return  # what it makes of real-time signals is undefined: they are past the end of its table
        for number in KEPT[name]:  # nor are they passed on later
            init.kill(number)
        init.kill(signal.SIGUSR1)
        assert init.line() == str(int(signal.SIGUSR1))


def test_queued_real_time_signals_all_arrive(observer):
    with Init(CEL_RUN, "--", observer, "signals") as init:
        assert init.line() == "ready"
        for _ in range(200):
            init.kill(40)
        assert [init.line() for _ in range(200)] == ["40"] * 200


# A program that lives on, and one beside it in its group that says that it got the signal.
GROUP = """
trap : USR1
sh -c 'trap "echo got; exit" USR1; echo ready; while :; do sleep 0.01; done' &
wait; wait
"""


@pytest.mark.parametrize("name", compared("tini", "catatonit", "dumb-init"))
def test_a_group_gets_what_its_leader_gets(name):
    option = [] if name == "dumb-init" else ["-g"]  # which does so unless told otherwise
    with Init(launcher(name), *option, "--", "sh", "-c", GROUP) as init:
        assert init.line() == "ready"
        init.kill(signal.SIGUSR1)
        assert init.line() == "got"


@pytest.mark.parametrize("name", compared("tini"))
def test_tini_s_variables_mean_the_same(name):
    variables = dict(os.environ, TINI_KILL_PROCESS_GROUP="1")
    with Init(launcher(name), "--", "sh", "-c", GROUP, env=variables) as init:
        assert init.line() == "ready"
        init.kill(signal.SIGUSR1)
        assert init.line() == "got"


@pytest.mark.parametrize("name", compared("dumb-init"))
def test_a_signal_is_rewritten_or_left_out(observer, name):
    with Init(launcher(name), "--rewrite", "15:3", "--rewrite", "10:0", "--", observer, "signals") as init:
        assert init.line() == "ready"
        for number in (15, 10, 12):
            init.kill(number)
        assert {init.line(), init.line()} == {"3", "12"}


def test_a_stop_signal_is_delayed_and_others_are_not(observer):
    with Init(CEL_RUN, "--delay", "500ms", "--", observer, "signals") as init:
        assert init.line() == "ready"
        begun = time.monotonic()
        init.kill(signal.SIGTERM)
        init.kill(signal.SIGUSR1)
        assert [init.line(), init.line()] == ["10", "15"]
        assert time.monotonic() - begun >= 0.5  # a lower bound: a busy machine only waits longer


def test_a_second_stop_signal_is_not_delayed(observer):
    with Init(CEL_RUN, "--delay", "1h", "--", observer, "signals") as init:
        assert init.line() == "ready"
        init.kill(signal.SIGTERM)
        init.kill(signal.SIGINT)
        assert init.line() in ("2", "15")  # the kernel hands out the lower of two first


@pytest.mark.parametrize("name", compared("tini", "dumb-init", "catatonit"))
def test_a_stopped_program_is_continued(name):
    script = "trap 'echo continued' CONT; echo $$ ready; while :; do sleep 0.01; done"
    with Init(launcher(name), "--", "sh", "-c", script) as init:
        assert init.line().endswith("ready")
        with open("/proc/%d/task/%d/children" % (init.pid, init.pid)) as file:
            child = int(file.read().split()[0])
        os.kill(child, signal.SIGSTOP)
        wait_for(lambda: state(child) == "T")
        init.kill(signal.SIGCONT)
        assert init.line() == "continued"


def state(pid):
    with open("/proc/%d/stat" % pid) as file:
        return file.read().rpartition(")")[2].split()[0]


def test_parent_death_is_a_signal(observer):
    """-p: whoever starts the init ends, and the program gets the signal."""
    start = "import subprocess, sys; subprocess.Popen(sys.argv[1:]); sys.stdin.read()"
    with subprocess.Popen(
        ["/usr/bin/python3", "-c", start, CEL_RUN, "-s", "-p", "USR2", "--", observer, "signals"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout.readline() == "ready\n"
        with open("/proc/%d/task/%d/children" % (parent.pid, parent.pid)) as file:
            init = int(file.read().split()[0])
        parent.stdin.close()
        assert parent.stdout.readline() == "12\n"
        with open("/proc/%d/task/%d/children" % (init, init)) as file:
            os.kill(int(file.read().split()[0]), signal.SIGKILL)
