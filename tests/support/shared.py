# SPDX-License-Identifier: Apache-2.0
"""A Docker volume, the sidecar that serves in it, and programs that find their hooks there."""

import itertools

from engines.machine import wait_until

_numbers = itertools.count(1)


class SharedVolume:
    """A volume of the engine, made with Docker's `options`; `remove()` takes all that used it along."""

    def __init__(self, engine, *options):
        self.engine = engine
        self.name = "cel-volume-%d" % next(_numbers)
        self._containers = []
        engine.cli("volume", "create", *options, self.name)

    def keep(self, container):
        self._containers.append(container)
        return container

    def install(self, image="cel-sidecar:0.1.0"):
        """Runs `cel-sidecar install` to its end."""
        return self.keep(self.engine.run(image, "install", "/cel", options=self._of_sidecar()))

    def start_sidecar(self, image="cel-sidecar:0.1.0"):
        sidecar = self.keep(self.engine.start(image, options=self._of_sidecar()))
        self.wait_until_ready(sidecar)
        return sidecar

    @staticmethod
    def wait_until_ready(sidecar):
        wait_until(
            lambda: sidecar.exec("/cel-sidecar", "ready", "/cel").status == 0, 30,
            lambda: "not ready: %r" % sidecar.streams(),
        )

    def _of_sidecar(self):
        return ["--volume", self.name + ":/cel", "--read-only", "--cap-drop", "ALL"]

    def of_program(self, hooks=True):
        """Docker's options for a program's container."""
        found = ["--env", "PYTHONPATH=/cel"] if hooks else []
        return ["--volume", self.name + ":/cel:ro", "--env", "CEL_TIMEOUT=60", *found]

    def run(self, *argv, options=(), image="shop:1.0", hooks=True):
        """Runs a program to its end."""
        options = [*self.of_program(hooks), *options]
        return self.keep(self.engine.run(image, *argv, options=options))

    def start(self, *argv, options=(), image="shop:1.0"):
        """Starts a program."""
        return self.keep(self.engine.start(image, *argv, options=[*self.of_program(), *options]))

    def remove(self):
        for container in self._containers:
            container.remove()
        self.engine.cli("volume", "rm", self.name, ok=False)
