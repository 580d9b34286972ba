# SPDX-License-Identifier: Apache-2.0
"""podman, with logs into the journal or as k8s-file, which is the CRI's format."""

import os

from . import logs
from .container import Engine, Finished

PODMAN_NEEDS = ("podman", "conmon", "runc")

# Limits above the caller's own are refused where CAP_SYS_RESOURCE lacks; crun 1.8 refuses hybrid cgroups.
_CONFIGURATION = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
"""
_STORAGE = """
[storage]
driver = "overlay"
graphroot = "%s/podman"
runroot = "/run/podman"
"""


class Podman(Engine):
    """podman, whose containers log through `driver`: `journald` or `k8s-file`. Its configuration is in
    `folder`."""

    name = "podman"

    def __init__(self, machine, driver, folder, images, mounts=()):
        super().__init__(machine, driver, images, mounts)
        self._configuration = os.path.join(str(folder), "containers.conf")
        with open(self._configuration, "w") as file:
            file.write(_CONFIGURATION)
        self._storage = os.path.join(str(folder), "storage.conf")
        with open(self._storage, "w") as file:
            file.write(_STORAGE % machine.store)

    def environment(self):
        return {"CONTAINERS_CONF": self._configuration, "CONTAINERS_STORAGE_CONF": self._storage}

    def command(self, *argv):
        return ["podman", *argv]

    def streams(self, container):
        if self.driver == "journald":
            return logs.read_journal(self.machine.journal("CONTAINER_ID_FULL=" + container.id))
        return logs.read_cri(self.machine.read(container.inspect()["HostConfig"]["LogConfig"]["Path"]))

    def printed(self, container):
        if self.driver == "journald":
            done = self.machine.run(
                "journalctl", "--output", "cat", "--all", "CONTAINER_NAME=" + container.name
            )
            return Finished(done.returncode, done.stdout, done.stderr)
        return self.cli("logs", container.name)
