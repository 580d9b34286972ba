# SPDX-License-Identifier: Apache-2.0
"""Handled errors of Python programs whose sink is stalled, whose logger is killed, who fork, wait for any
child, handle SIGCHLD, are PID 1: the program goes on as without us, and no report is lost."""

import fcntl
import json
import os
import subprocess
import sys

import cel_lines
import pytest

PIPE = 4096  # bytes; the kernel's least

# `fail(n)`: a handled error of its own kind. `tell(...)`: a line for the test, `hear()`: wait for one of it.
PROGRAM = """
import json, logging, os, signal, sys, threading, time
logging.getLogger().addHandler(logging.NullHandler())
code = {}
def fail(n):
    if n not in code:
        exec("def f%d():\\n    return %d / 0\\n" % (n, n), code)
        code[n] = code["f%d" % n]
    try:
        code[n]()
    except ZeroDivisionError:
        logging.exception("caught %d", n)
def tell(*what):
    os.write(int(os.environ.get("TELL", "1")), (json.dumps(what) + "\\n").encode())
def hear():
    os.read(0, 1)
def children():
    try:
        return os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return "none"
"""


class Sink:
    """A pipe by name as the container's log, of which one can let nothing more in."""

    def __init__(self, path):
        os.mkfifo(path)
        self.path, self.taken, self.filled = path, b"", 0
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.fd, fcntl.F_SETPIPE_SZ, 1 << 20)

    def stall(self):
        filling = b"." * PIPE
        try:
            while True:
                self.filled += os.write(self.fd, filling)
        except BlockingIOError:
            pass

    def drain(self):
        """Takes what is in it, which makes it flow again."""
        try:
            while True:
                self.taken += os.read(self.fd, 1 << 20)
        except BlockingIOError:
            pass

    def reports(self):
        """Each once: what comes twice has the same id, by which a reader tells."""
        self.drain()
        records, other = cel_lines.decode(self.taken[self.filled:])
        assert self.taken[:self.filled].strip(b".") == b"" and other == b""
        return list({each["id"]: each for each in records}.values())


@pytest.fixture
def sink(tmp_path):
    made = Sink(str(tmp_path / "sink"))
    yield made
    os.close(made.fd)


class Running:
    def __init__(self, command, env):
        self.process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)

    def told(self):
        return json.loads(self.process.stdout.readline())

    def say(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def ended(self):
        """The exit status, and what more was told; nothing was said on stderr."""
        out, err = self.process.communicate(timeout=60)
        assert err == b""
        return self.process.returncode, [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def start(volume, sink):
    def run(source, within=(), python=sys.executable, path=volume, **env):
        env = dict({"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "CEL_SINK": "file:" + sink.path,
                    "CEL_TIMEOUT": "60", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}, **env)
        return Running([*within, python, "-c", PROGRAM + source], env)

    return run


def kinds(reports):
    return sorted(each["reason"].split(":")[2] for each in reports)


def test_a_stalled_sink_holds_up_no_program_and_loses_no_report(start, sink, python):
    sink.stall()
    program = start("for n in range(40): fail(n)\ntell('on')\nhear()\n", python=python.path)
    assert program.told() == ["on"]
    sink.drain()
    program.say()
    assert program.ended() == (0, [])
    assert set(kinds(sink.reports())) == {"f%d" % n for n in range(40)}


def test_what_is_kept_goes_out_with_a_later_error(start, sink):
    sink.stall()
    program = start("fail(1)\nfail(2)\ntell()\nhear()\nfail(3)\nfail(1)\ntell()\nhear()\n")
    program.told()
    sink.drain()
    subprocess.run(["sleep", "1.1"])  # the pause after a delivery that failed
    program.say()
    program.told()
    assert kinds(sink.reports()) == ["f1", "f2", "f3"]
    program.say()
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1", "f1", "f2", "f3"]


def test_what_is_kept_goes_out_when_something_is_logged(start, sink):
    sink.stall()
    program = start("fail(1)\nfail(2)\ntell()\nhear()\nlogging.warning('on')\ntell()\nhear()\n"
                    "os.kill(os.getpid(), 9)\n")
    program.told()
    sink.drain()
    subprocess.run(["sleep", "1.1"])  # the pause after a delivery that failed
    program.say()
    program.told()
    program.say()
    assert program.ended()[0] == -9
    assert kinds(sink.reports()) == ["f1", "f2"]


def test_the_end_of_the_program_waits_for_a_sink_that_is_stalled(start, sink):
    sink.stall()
    program = start("fail(1)\ntell()\n")
    program.told()
    subprocess.run(["sleep", "0.3"])
    assert program.process.poll() is None
    sink.drain()
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1"]


@pytest.mark.parametrize("end, status", [("", 0), ("sys.exit(3)", 3), ("raise ValueError", 1)])
def test_the_end_of_the_program_waits_no_longer_than_it_may(end, status, start, sink):
    sink.stall()
    program = start("sys.excepthook = lambda *_: None\nfail(1)\nfail(2)\n" + end, CEL_TIMEOUT="0.3")
    assert program.ended() == (status, [])
    assert sink.reports() == []


def test_more_errors_than_are_kept_are_counted(start, sink):
    sink.stall()
    program = start("for _ in range(20):\n    for n in range(12): fail(n)\ntell()\nhear()\n")
    program.told()
    sink.drain()
    program.say()
    assert program.ended() == (0, [])
    assert sum(1 + each.get("suppressed", 0) for each in sink.reports()) == 240


def test_reports_of_many_kinds_are_kept_until_there_is_room_for_no_more(start, sink):
    sink.stall()
    program = start("for n in range(100): fail(n)\ntell()\nhear()\n", CEL_VERBOSE="1")
    program.told()
    sink.drain()
    program.say()
    said = program.process.communicate(timeout=60)[1]
    assert program.process.returncode == 0
    assert b"36 errors are not reported" in said
    assert set(kinds(sink.reports())) == {"f%d" % n for n in range(64)}


def test_errors_of_many_threads_are_all_reported_or_counted(start, sink):
    program = start("""
def work(number):
    for n in range(8): fail((number + n) % 8)
for n in range(8): fail(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(31)]
for each in threads: each.start()
for each in threads: each.join()
tell(children())
""")
    assert program.ended() == (0, [["none"]])
    assert sum(1 + each.get("suppressed", 0) for each in sink.reports()) == 256


def test_a_thread_that_is_delivering_when_the_program_ends_is_waited_for(start, sink, slow_logger):
    program = start("threading.Thread(target=fail, args=(1,), daemon=True).start()\ntime.sleep(0.1)\n",
                    path=slow_logger)
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1"]


# Without and with a stalled sink: the program has no child of ours, and none of its own is taken.
CHILDREN = """
ends = []
signal.signal(signal.SIGCHLD, lambda *_: ends.append(1))
fail(1)
fail(2)
before = children(), len(ends)
child = os.fork()
if child == 0: os._exit(7)
found = os.wait() == (child, 7 << 8)
fail(3)
tell(before, found, children(), len(ends), os.getpid() == 1)
tell([int(each) for each in os.listdir("/proc") if each.isdigit()] if os.getpid() == 1 else [1])
"""
SUBREAPER = """
import ctypes
assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
"""
NAMESPACE = ["unshare", "--fork", "--pid", "--mount-proc"]
if os.geteuid() != 0:
    NAMESPACE += ["--user", "--map-root-user"]
# The streams of PID 1 are sinks, too.
NAMESPACE += ["sh", "-c", 'exec "$0" "$@" 3>&1 >"${CEL_SINK#file:}" 2>&1']


@pytest.mark.parametrize("stalled", [False, True], ids=["flowing", "stalled"])
@pytest.mark.parametrize("more, within", [("", []), (SUBREAPER, []), ("", NAMESPACE)],
                         ids=["plain", "subreaper", "PID 1"])
def test_no_process_of_ours_is_found_by_the_program(more, within, stalled, start, sink):
    if stalled:
        sink.stall()
    program = start(more + CHILDREN, within, TELL="3" if within else "1")
    assert program.told() == [["none", 0], True, "none", 1, bool(within)]
    assert program.told() == [[1]]
    sink.drain()
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1", "f2", "f3"]


def test_a_forked_child_sends_its_own_errors_and_not_its_parents(start, sink):
    sink.stall()
    program = start("""
fail(1)
child = os.fork()
fail(2)
if child == 0:
    fail(3)
    sys.exit()
tell(child, os.getpid())
hear()
os.waitpid(child, 0)
""")
    child, parent = program.told()
    sink.drain()
    program.say()
    assert program.ended() == (0, [])
    assert sorted((each["pid"] == child, each["reason"].split(":")[2]) for each in sink.reports()) == [
        (False, "f1"), (False, "f2"), (True, "f2"), (True, "f3")]


def test_a_child_of_multiprocessing_sends_what_is_kept_before_it_ends(start, sink):
    sink.stall()
    program = start("""
import multiprocessing
def work(n):
    fail(n)
    tell()
    hear()
child = multiprocessing.get_context("fork").Process(target=work, args=(5,))
stdin = os.dup(0)
def target(n):
    os.dup2(stdin, 0)
    work(n)
child = multiprocessing.get_context("fork").Process(target=target, args=(5,))
child.start()
child.join()
tell(child.exitcode)
""")
    assert program.told() == []
    sink.drain()
    program.say()
    assert program.ended() == (0, [[0]])
    assert kinds(sink.reports()) == ["f5"]


@pytest.fixture
def other_logger(volume, tmp_path):
    """A volume whose logger is a shell script; `$REAL` in it is the logger."""
    def make(script):
        folder = str(tmp_path / "other")
        subprocess.run(["cp", "-a", volume, folder], check=True)
        path = os.path.join(folder, "bin", "container-exception-logger")
        os.rename(path, path + "-itself")
        with open(path, "w", encoding="ascii") as opened:
            opened.write("#!/bin/sh\nREAL=%s-itself\n%s" % (path, script))
        os.chmod(path, 0o755)
        return folder

    return make


@pytest.fixture
def slow_logger(other_logger):
    return other_logger('sleep 0.5\nexec "$REAL" "$@"\n')


def test_errors_whose_logger_is_killed_are_written_by_the_hook(start, sink, other_logger):
    program = start("for n in range(3): fail(n)\n", path=other_logger("kill -9 $$\n"))
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f0", "f1", "f2"]


def test_a_child_that_is_forked_meanwhile_has_no_file_of_ours(start, sink, slow_logger):
    program = start("""
thread = threading.Thread(target=fail, args=(1,))
before = sorted(os.listdir("/proc/self/fd"))
thread.start()
time.sleep(0.2)
child = os.fork()
if child == 0:
    tell(sorted(os.listdir("/proc/self/fd")) == before)
    hear()
    os._exit(0)
thread.join()
tell("reported")
hear()
os.waitpid(child, 0)
""", path=slow_logger)
    assert [program.told(), program.told()] == [[True], ["reported"]]
    program.say()
    program.say()
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1"]


def test_a_signal_handler_that_raises_leaves_no_child_behind(start, sink, slow_logger):
    program = start("""
def handler(*_): raise KeyError("mine")
signal.signal(signal.SIGALRM, handler)
fail(1)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    fail(2)
except KeyError:
    tell(children())
fail(3)
""", path=slow_logger)
    assert program.told() == ["none"]
    assert program.ended() == (0, [])
    assert kinds(sink.reports()) == ["f1", "f2", "f3"]
