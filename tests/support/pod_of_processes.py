# SPDX-License-Identifier: Apache-2.0
"""A pod with shareProcessNamespace on this machine: run by `unshare --pid --fork --mount-proc`, process 1 is
the pause container's; a peer has its own root and user; and a command runs beside it as another one.

    python3 pod_of_processes.py ROOT PEER_UID COMMAND_UID COMMAND...
"""

import ctypes
import os
import signal
import subprocess
import sys

PR_SET_DUMPABLE = 4  # prctl(2): as a container's process is after its execve(2)


def call_oneself(name):
    with open("/proc/self/comm", "w", encoding="ascii") as comm:
        comm.write(name)


def become_peer(root, uid, name="shop"):
    """Goes on as a process of another container."""
    call_oneself(name)
    os.chroot(root)
    os.chdir("/")
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)


def start_peer(root, uid=0, name="shop"):
    """A process of another container that waits; returns its number once it is there."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ready)
        become_peer(root, uid, name)
        os.write(tell, b"1")
        os.close(tell)
        while True:
            signal.pause()
    os.close(tell)
    assert os.read(ready, 1) == b"1"
    os.close(ready)
    return child


def main():
    root, peer_uid, own_uid, *command = sys.argv[1:]
    call_oneself("pause")
    start_peer(root, int(peer_uid))
    done = subprocess.run(command, user=int(own_uid), group=int(own_uid), extra_groups=[], check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
