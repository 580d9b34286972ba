# SPDX-License-Identifier: Apache-2.0
"""Whatever one system call a seccomp profile refuses the logger, the report arrives."""

import os
import re
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "support"))

from denied import ERRORS, denied, numbers  # noqa: E402
from engines.bare import run_bare  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOGGER = os.path.join(ROOT, "build", "bin", "container-exception-logger")

# All that the logger calls once it has started, and what a C library may call instead. Without mprotect the C
# library does not even start a program.
CALLS = """
    access brk capget clock_gettime clock_nanosleep close connect faccessat fallocate fcntl fstat fstatfs
    futex getegid geteuid getgid getgroups getpid getppid getrandom getuid gettimeofday ioctl lseek madvise
    memfd_create mmap mremap munmap nanosleep newfstatat open openat openat2 poll ppoll prctl prlimit64
    pwritev2 read readlink readlinkat readv recvfrom rename rseq rt_sigaction rt_sigprocmask sendmsg sendto
    set_robust_list set_tid_address setitimer shutdown socket stat statfs statx time uname unlink write writev
""".split()

# The streams of a container: PID 1's stdout is what the logger tries first; its stderr is what it inherits.
SCRIPT = """
for error in "$@"; do
    cat "$CEL_TEST_CALLS" | while read -r name number; do
        echo "run $name $error"
        echo 'boom at line 1' | timeout 20 "$CEL_TEST_DENY" "$error" "$number" "$CEL_TEST_LOGGER" --timeout 2
        echo "status $?"
    done
done
"""


def runs_of(log):
    """Of each run in a log: its name, its status and what came between."""
    found = re.findall(rb"^run (.*)\n((?:.*\n)*?)status (\d+)$", log, re.M)
    return {name.decode(): (int(status), text.decode()) for name, text, status in found}


def deny_one_by_one(folder, calls, script=SCRIPT):
    """Runs `script` in a container of its own whose stdout and stderr are one log; returns runs_of() it."""
    launcher = denied(["getpid"], "EPERM", "true")[0]
    listed = folder / "calls"
    listed.write_text("".join("%s %d\n" % (call, numbers()[call]) for call in calls if call in numbers()))
    variables = {"CEL_TEST_CALLS": str(listed), "CEL_TEST_DENY": launcher, "CEL_TEST_LOGGER": LOGGER}
    errors = [str(denied(["getpid"], error, "true")[1]) for error in ERRORS]
    done = run_bare("sh", "-c", "exec 2>&1\n" + script, "sh", *errors, env=variables)
    assert done.returncode == 0, done.stderr
    runs = runs_of(done.stdout)
    assert len(runs) == len(ERRORS) * len(listed.read_text().splitlines()), done.stdout
    return runs


def test_whichever_call_is_refused_the_report_arrives_once_and_whole(tmp_path):
    runs = deny_one_by_one(tmp_path, CALLS)
    whole = re.compile(r'container-exception-logger - {"type":"Text".*"boom at line 1".*}\n')
    assert not {name: run for name, run in runs.items() if run[0] != 0 or not whole.fullmatch(run[1])}


# A pipe that a parent does not capture and PID 1 does not have: the sink is an inherited stream.
INHERITED = SCRIPT.replace("--timeout 2", "--timeout 2 --sink fd:2")


@pytest.mark.parametrize("call", ("fstat", "newfstatat", "poll", "read", "pwritev2", "statx", "write"))
def test_no_single_call_costs_an_inherited_pipe(tmp_path, call):
    for status, text in deny_one_by_one(tmp_path, [call], INHERITED).values():
        assert status == 0, text
        assert text.count("boom at line 1\\n") == 1
