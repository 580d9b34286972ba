# SPDX-License-Identifier: Apache-2.0
"""Docker Engine, with logs by json-file or into the journal."""

import os
import subprocess

from . import logs
from .container import Engine, Finished
from .machine import EngineError, wait_until

DOCKER_NEEDS = ("dockerd", "docker", "containerd", "runc")


class Dockerd:
    """A dockerd in a machine. It finds the machine's journal where it looks for one: in the machine's /run.

    `name` tells several of them apart, `options` are dockerd's own.
    """

    _daemon: "subprocess.Popen[bytes]"

    def __init__(self, machine, folder, name="dockerd", options=()):
        self.machine = machine
        self.log = os.path.join(str(folder), name + ".log")
        self.host = "unix:///run/%s.sock" % name
        self.root = "%s/%s" % (machine.store, name)
        self._pidfile = "/run/%s.pid" % name
        # No network is made for containers, and so no firewall rule on this machine. cgroupfs, as in a
        # machine no systemd answers.
        self._argv = [
            *["dockerd", "--host", self.host, "--data-root", self.root],
            *["--exec-root", "/run/" + name, "--pidfile", self._pidfile],
            *"--bridge=none --iptables=false --ip6tables=false".split(),
            *["--exec-opt", "native.cgroupdriver=cgroupfs", *options],
        ]
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self._daemon = self.machine.popen(
                *self._argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        wait_until(self._answers, 60, lambda: self._why("does not answer"))

    def end(self, signal="TERM"):
        """Ends the daemon alone, and waits for that."""
        self.machine.run("kill", "-" + signal, self.machine.read(self._pidfile).decode())
        self._daemon.wait()

    def _answers(self):
        if self._daemon.poll() is not None:
            raise EngineError(self._why("ended with status %d" % self._daemon.returncode))
        return self.machine.run("docker", "--host", self.host, "version").returncode == 0

    def _why(self, what):
        with open(self.log, errors="replace") as log:
            return "dockerd %s; its log:\n%s" % (what, log.read())


class Docker(Engine):
    """The client of a Dockerd, whose containers log through `driver`: `json-file` or `journald`."""

    name = "docker"

    def __init__(self, daemon, driver, images, mounts=()):
        super().__init__(daemon.machine, driver, images, mounts)
        self._daemon = daemon

    def daemon_log(self):
        with open(self._daemon.log, errors="replace") as log:
            return log.read()

    def command(self, *argv):
        return ["docker", *argv]

    def environment(self):
        return {"DOCKER_HOST": self._daemon.host}

    def streams(self, container):
        if self.driver == "journald":
            return logs.read_journal(self.machine.journal("CONTAINER_ID_FULL=" + container.id))
        return logs.read_json_file(self.machine.read(container.inspect()["LogPath"]))

    def printed(self, container):
        if self.driver == "journald":
            done = self.machine.run(
                "journalctl", "--output", "cat", "--all", "CONTAINER_NAME=" + container.name
            )
            return Finished(done.returncode, done.stdout, done.stderr)
        return self.cli("logs", container.name)
