# SPDX-License-Identifier: Apache-2.0
"""Whatever one system call a seccomp profile refuses the sidecar, it does its work, or says in a sentence why
it cannot, with the exit status for that."""

import pathlib
import signal
import subprocess

import cel_lines
import pytest
from denied import ERRORS, denied, numbers
from sidecar import Sidecar, hand_over

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "build" / "bin" / "cel-sidecar"
NOT_INSTALLED, NOT_RELAYED = 2, 3

# What it calls, as strace lists it. Without arch_prctl, futex and mprotect the C library starts no program.
CALLS = """
    accept4 bind brk close dup epoll_create1 epoll_ctl epoll_wait fallocate fchmod fcntl fstat
    getdents64 geteuid getrandom getsockopt ioctl listen lseek mkdir mkdirat mmap munmap newfstatat
    openat poll prlimit64 pwritev2 read readlink recvfrom renameat rseq rt_sigaction rt_sigprocmask
    sendto set_robust_list set_tid_address signalfd4 socket statx syncfs umask unlinkat utimensat write
""".split()

# There is no other way: what a program needs to read a folder, and to make, name and fill files in another.
TO_INSTALL = {"fcntl", "getdents64", "mkdir", "mkdirat", "newfstatat", "openat", "renameat"}
# And to be told of clients and of the end.
TO_RELAY = {"bind", "epoll_create1", "epoll_ctl", "listen", "rt_sigprocmask", "signalfd4", "socket"}


def each(calls):
    return [(call, error) for call in calls if call in numbers() for error in ERRORS]


@pytest.fixture
def payload(tmp_path):
    folder = tmp_path / "payload"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "program").write_bytes(b"\x7fELF")
    (folder / "bin" / "program").chmod(0o755)
    (folder / "hook.py").write_text("hook\n")
    return folder


def files_in(volume):
    """Paths, modes and contents of the volume's files, but those of the relay."""
    return {str(path.relative_to(volume)): (path.stat().st_mode, path.read_bytes())
            for path in volume.rglob("*") if path.is_file() and path.parent.name != "run"}


def test_install(payload, tmp_path):
    def install(volume, *prefix):
        return [*prefix, PROGRAM, "install", volume, "--payload", payload]

    whole = tmp_path / "whole"
    subprocess.run(install(whole), check=True, stderr=subprocess.DEVNULL)
    wrong = {}
    for call, error in each(CALLS):
        volume = tmp_path / call / error
        volume.parent.mkdir(exist_ok=True)
        done = subprocess.run(install(volume, *denied([call], error)), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60, check=False)
        told = done.stderr.decode()
        if call in TO_INSTALL:
            as_it_should = (done.returncode == NOT_INSTALLED and told.startswith("cel-sidecar: ")
                            and told.count("\n") == 1 and not files_in(volume))
        else:
            as_it_should = done.returncode == 0 and files_in(volume) == files_in(whole)
        if not as_it_should:
            wrong[call, error] = done.returncode, told
    assert not wrong


def test_serve(payload, tmp_path):
    wrong = {}
    for call, error in each(sorted(set(CALLS) - TO_INSTALL)):
        volume = tmp_path / call / error
        volume.parent.mkdir(exist_ok=True)
        arguments = ("serve", "--install", str(volume), "--payload", str(payload))
        sidecar = Sidecar(PROGRAM, volume, *arguments, prefix=denied([call], error))
        if call in TO_RELAY:
            told = sidecar.process.communicate(timeout=60)[1].decode()
            as_it_should = (sidecar.process.returncode == NOT_RELAYED and told.count("\n") == 2
                            and not (volume / "run" / "ready").exists())
            sidecar.log.finish()
        else:
            with sidecar:
                answer = hand_over(sidecar.socket, b'{"reason":"mine"}\n')
                status, log, told = sidecar.end(signal.SIGTERM)
            records, _ = cel_lines.decode(log)
            reasons = [record["reason"] for record in records]
            as_it_should = (answer, status, reasons) == (b"ok\n", 0, ["mine"])
        if not as_it_should:
            wrong[call, error] = sidecar.process.returncode, told
    assert not wrong
