# SPDX-License-Identifier: Apache-2.0
"""A machine within the machine: where engines, their daemons and their journal live, and with which they
all end."""

import glob
import os
import shutil
import signal
import subprocess
import time

from .bare import UNSHARE, first_child

JOURNALD = "/usr/lib/systemd/systemd-journald"

# PID 1 is tini, which reaps; its only child sets up what is the machine's own and becomes its journal. Rate
# limits would make the journal drop lines, and the kernel's messages are not ours to read.
_BOOT = r"""
set -eu
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/store /run/systemd/journald.conf.d /run/cel-machine
# podman keeps a lock for each container in there, and frees none of a machine that ended with its containers.
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mkdir -p /var/log/journal && mount -t tmpfs -o mode=755 tmpfs /var/log/journal
cat >/run/systemd/journald.conf.d/machine.conf <<EOF
[Journal]
Storage=volatile
RateLimitIntervalSec=0
RuntimeMaxUse=2G
ReadKMsg=no
Audit=no
ForwardToSyslog=no
ForwardToWall=no
EOF
if ! [ -s /etc/machine-id ]; then
    tr -d - </proc/sys/kernel/random/uuid >/run/cel-machine/machine-id
    touch /etc/machine-id
    mount --bind /run/cel-machine/machine-id /etc/machine-id
fi
# The users that containers with a user namespace get.
for ids in subuid subgid; do
    echo nobody:200000:65536 >"/run/cel-machine/$ids"
    touch "/etc/$ids"
    mount --bind "/run/cel-machine/$ids" "/etc/$ids"
done
exec "$1"
"""


class EngineError(Exception):
    """An engine could not be brought up or used; the text holds all that it logged."""


def missing(*programs):
    """Which of the programs are not on this machine."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [program for program in programs if not shutil.which(program, path=path)]


def wait_until(true, seconds, what):
    """Polls `true()` and returns its value, or raises EngineError with `what()` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise EngineError(what())
        time.sleep(0.02)


class Machine:
    """A mount and process namespace with its own /run, /var/log/journal and journald.

    All that runs in it ends with it: when `stop()` is called, and also when the process that made it is
    killed. Its PID 1's stdout and stderr are the file `console`. Needs root. `folder` is the caller's and
    stays.

    `store` is a folder inside, in memory: images and containers are tens of thousands of files, which some
    disks take a minute to remove.
    """

    store = "/run/store"

    NEEDS = ("unshare", "nsenter", "setpriv", "mount", "tini", "journalctl", JOURNALD)

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        self.console = os.path.join(self.folder, "console")
        self.cgroup = "cel-tests-%d" % os.getpid()
        self._init = 0
        with open(self.console, "ab") as console:
            self._unshare = subprocess.Popen(
                [*UNSHARE.split(), "tini", "--", "sh", "-c", _BOOT, "sh", JOURNALD], stdin=subprocess.DEVNULL,
                stdout=console, stderr=console, env=self._environment(), start_new_session=True,
            )
        try:
            self._init = first_child(self._unshare)
            wait_until(self._journal_answers, 20, lambda: self._why("has no journal"))
        except ChildProcessError as error:
            self.stop()
            raise EngineError(self._why("has no PID 1: %s" % error)) from None
        except BaseException:
            self.stop()
            raise

    @staticmethod
    def _environment():
        return dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin:/sbin", LC_ALL="C.UTF-8")

    def _journal_answers(self):
        if self._unshare.poll() is not None:
            raise EngineError(self._why("ended with status %d" % self._unshare.returncode))
        return self.run("journalctl", "--sync").returncode == 0

    def _why(self, what):
        with open(self.console, errors="replace") as console:
            return "the machine in %s %s; its console:\n%s" % (self.folder, what, console.read())

    def command(self, *argv):
        """The command that runs `argv` inside."""
        return ["nsenter", "--target", str(self._init), "--mount", "--pid", "--wdns=/", "--", *map(str, argv)]

    def popen(self, *argv, env=None, **options):
        """Starts `argv` inside; `env` is added to the environment."""
        return subprocess.Popen(self.command(*argv), env=dict(self._environment(), **(env or {})), **options)

    def run(self, *argv, env=None, stdin=b"", timeout=120):
        """Runs `argv` inside and returns its CompletedProcess, with stdout and stderr as bytes."""
        return subprocess.run(
            self.command(*argv), env=dict(self._environment(), **(env or {})), input=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
        )

    def read(self, path):
        """The bytes of a file inside."""
        with open("/proc/%d/root%s" % (self._init, path), "rb") as file:
            return file.read()

    def journal(self, *matches):
        """What the journal holds of `matches` (`FIELD=value`), in its export format (logs.py reads it)."""
        self.run("journalctl", "--sync")
        return self.run("journalctl", "-o", "export", "--all", *matches).stdout

    def stop(self):
        """Ends everything inside, at once."""
        if self._init and self._unshare.poll() is None:
            try:
                os.kill(self._init, signal.SIGKILL)
            except ProcessLookupError:
                pass
        else:
            self._unshare.kill()
        self._unshare.wait()
        self._remove_cgroups()

    @staticmethod
    def _remove_cgroups():
        """Engines leave the groups of containers that they did not see the end of, and so do killed tests."""
        for top in glob.glob("/sys/fs/cgroup/cel-tests-*") + glob.glob("/sys/fs/cgroup/*/cel-tests-*"):
            owner = int(top.rsplit("-", 1)[1])
            if owner != os.getpid() and os.path.exists("/proc/%d" % owner):
                continue
            for folder, _, _ in os.walk(top, topdown=False):
                try:
                    os.rmdir(folder)
                except OSError:
                    pass
