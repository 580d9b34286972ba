# SPDX-License-Identifier: Apache-2.0
"""The container without an engine: a program as PID 1 of a process namespace of its own, with whatever
streams."""

import os
import subprocess
import threading
import time
from typing import List, Optional

# Ends with the process that starts it, and so does all that is in it.
UNSHARE = "setpriv --pdeathsig KILL unshare --mount --pid --fork --mount-proc --kill-child=SIGKILL"

# A container has neither this machine's journal and sockets nor its console.
_OWN_RUN = "mount -t tmpfs tmpfs /run"
_BOOT = """
if [ -e /dev/console ]; then mount --bind /dev/null /dev/console; fi
exec "$@"
"""


# Another container has another root, even when it holds the same.
_OTHER_ROOT = """
set -e
mount -t tmpfs tmpfs /run
mkdir /run/root
for place in /*; do
    if [ -L "$place" ]; then
        cp -P "$place" /run/root
    elif [ -d "$place" ]; then
        mkdir "/run/root$place" && mount --rbind "$place" "/run/root$place"
    fi
done
exec chroot /run/root "$@"
"""


def bare_command(*argv, own_run=True):
    """The command that makes `argv` PID 1. Its mounts, and what it mounts, are its own; it ends with the
    caller. Without `own_run` it sees the /run, and with it the journal, of the machine that it runs on."""
    as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    boot = (_OWN_RUN if own_run else "") + _BOOT
    return [*UNSHARE.split(), *as_root, "--", "sh", "-c", boot, "sh", *map(str, argv)]


def start_bare(*argv, env=None, **options):
    """Starts `argv` as PID 1, with subprocess.Popen's options; `env` is added to a short environment."""
    variables = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"}
    variables.update(env or {})
    return subprocess.Popen(bare_command(*argv), env=variables, start_new_session=True, **options)


def beside_command(process, *argv):
    """The command that runs `argv` in the process namespace of a bare container's `process`, but with a
    root of its own and no ancestor there, as another container of the same pod runs. Needs root."""
    enter = ["nsenter", "--target", str(first_child(process)), "--pid", "--mount", "--wdns=/", "--"]
    return [*enter, "unshare", "--mount", "--", "sh", "-c", _OTHER_ROOT, "sh", *map(str, argv)]


def first_child(process):
    """The process id of a Popen's first child: of `unshare --fork`, what is PID 1 inside. Waits until there
    is one."""
    end = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < end:
        with open("/proc/%d/task/%d/children" % (process.pid, process.pid)) as children:
            found = children.read().split()
        if found:
            return int(found[0])
        time.sleep(0.005)
    raise ChildProcessError("process %d has no child (status %s)" % (process.pid, process.poll()))


class Stream:
    """A pipe whose reading end is drained by a thread (or not, before `drain`), for PID 1's stdout or
    stderr."""

    def __init__(self):
        self.reading_end, self.writing_end = os.pipe()
        self._open = True
        self._chunks: List[bytes] = []
        self._thread: Optional[threading.Thread] = None

    def drain(self, chunk=65536, pause=None):
        """Begins to read, `chunk` bytes at most at once; `pause()` is called after each."""

        def work():
            while True:
                data = os.read(self.reading_end, chunk)
                if not data:
                    return
                self._chunks.append(data)
                if pause:
                    pause()

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()
        return self

    def close_writing_end(self):
        """Ours; what inherited it keeps its own."""
        if self._open:
            os.close(self.writing_end)
            self._open = False

    def finish(self, timeout=120):
        """Closes our writing end, waits for all others to be closed, and returns everything that was
        written."""
        self.close_writing_end()
        thread = self._thread or self.drain()._thread
        thread.join(timeout)
        assert not thread.is_alive(), "somebody still holds the pipe open"
        os.close(self.reading_end)
        return b"".join(self._chunks)


def run_bare(*argv, env=None, stdin=b"", timeout=120, **options):
    """Runs `argv` as PID 1 and returns its CompletedProcess: `stdout` and `stderr` are its log, as an
    engine gets it."""
    process = start_bare(
        *argv, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )
    try:
        stdout, stderr = process.communicate(stdin, timeout)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return subprocess.CompletedProcess(argv, process.returncode, stdout, stderr)
