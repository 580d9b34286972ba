# SPDX-License-Identifier: Apache-2.0
"""cel-run among others who want no report of it."""

import contextlib
import os
import pathlib
import subprocess
import sys
import time

import cel_lines
import denied
import pytest
from engines.bare import first_child, start_bare

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEL_RUN = ROOT / "build" / "bin" / "cel-run"
LOGGER = ROOT / "build" / "bin" / "container-exception-logger"

FORGE = """
import os, socket, sys
address = "\\0cel-run/" + sys.argv[1]
sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
print("forges", flush=True)
while True:
    for pid in range(1, 40):
        try:
            sender.sendto(b"%d" % pid, socket.MSG_DONTWAIT, address)
        except OSError:
            pass
"""


@contextlib.contextmanager
def forging(process, *prefix):
    """Announces deaths of all pids to the cel-run that is PID 1 of `process`'s namespace."""
    namespace = os.stat("/proc/%d/ns/pid" % first_child(process)).st_ino
    forger = subprocess.Popen([*prefix, sys.executable, "-S", "-E", "-c", FORGE, str(namespace)],
                              stdout=subprocess.PIPE)
    try:
        assert forger.stdout.readline() == b"forges\n"
        yield
    finally:
        forger.kill()
        forger.communicate()


def started(*command):
    return start_bare(CEL_RUN, "--", *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE)


def ended(process):
    """Lets the program go on that waits for its standard input; its status and the reports."""
    out, _ = process.communicate(timeout=60)
    return process.returncode, cel_lines.decode(out)[0]


OTHER_CONTAINER = ["unshare", "--pid", "--fork", "--kill-child=SIGKILL", "--"]


@pytest.mark.parametrize("prefix", [(), OTHER_CONTAINER], ids=["from outside", "from another container"])
def test_announcements_from_outside_of_the_process_namespace_suppress_no_report(prefix):
    process = started("sh", "-c", "read line; exit 3")
    with forging(process, *prefix):
        time.sleep(0.3)
        status, reports = ended(process)
    assert (status, [report["type"] for report in reports]) == (3, ["Process"])


def test_a_process_of_the_same_namespace_announces_no_death_of_another():
    """The forger runs beside the program, a child of neither it nor cel-run, as `docker exec` starts one."""
    process = started("sh", "-c", "read line; exit 3")
    enter = ["nsenter", "--target", str(first_child(process)), "--pid", "--"]
    with forging(process, *enter):
        time.sleep(0.3)
        status, reports = ended(process)
    assert (status, [report["type"] for report in reports]) == (3, ["Process"])


@pytest.mark.parametrize("logger", ["%s", "(%s)", "(%s &) ; sleep 0.3"],
                         ids=["child", "grandchild", "orphan"])
def test_a_programs_own_report_is_the_only_one(logger):
    report = """'{"type": "Own", "pid": '$$', "reason": "mine"}'"""
    script = "echo %s | " % report + logger % LOGGER if "&" not in logger else \
        "(echo %s | %s &) ; sleep 0.3" % (report, LOGGER)
    process = started("sh", "-c", script + "; exit 3")
    status, reports = ended(process)
    assert (status, [report["type"] for report in reports]) == (3, ["Own"])


EXITS = """
void _start(void) {
#ifdef __x86_64__
  __asm__ volatile("syscall" ::"a"(231), "D"(3));
#else
  register long status __asm__("x0") = 3, call __asm__("x8") = 94;
  __asm__ volatile("svc 0" ::"r"(status), "r"(call));
#endif
  for (;;) {
  }
}
"""


@pytest.fixture(scope="module")
def exits(tmp_path_factory):
    """A program that makes one system call: it ends, with status 3."""
    folder = tmp_path_factory.mktemp("exits")
    (folder / "exits.c").write_text(EXITS)
    subprocess.run(["gcc", "-O1", "-nostdlib", "-static", "-o", folder / "exits", folder / "exits.c"],
                   check=True)
    return folder / "exits"


# Of the calls that cel-run makes, as strace lists them.
CALLS = """bind clone close connect dup2 fcntl fork getegid geteuid getpid getppid getrandom ioctl madvise
mkdir newfstatat openat pipe2 poll ppoll prctl prlimit64 pwritev2 read readlink recvmsg rename renameat rseq
rt_sigaction rt_sigprocmask sendmsg sendto set_robust_list setpgid setsockopt signalfd4 socket uname unlinkat
wait4 waitid write""".split()


@pytest.mark.parametrize("error", denied.ERRORS)
def test_a_program_ends_as_ever_whatever_system_call_cel_run_is_denied(exits, error):
    started = {}
    for call in CALLS:
        if call in denied.numbers():
            command = denied.denied([call], error, CEL_RUN, "--stderr-tail", "4096", "--", exits)
            started[call] = start_bare(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert {call: process.wait(timeout=60) for call, process in started.items()} == dict.fromkeys(started, 3)
