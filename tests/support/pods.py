# SPDX-License-Identifier: Apache-2.0
"""Pods of the project's manifests, played by podman.

podman takes a manifest's security contexts, mounts, limits and plain init containers as they are. What the
kubelet does beyond that is done here: containers start one after the other, a native sidecar, which podman
does not know, before the others, and the next one when startup probe and postStart hook have succeeded.
"""

import json

import yaml
from engines.container import Container
from engines.machine import EngineError, wait_until
from manifests import manifest


def main_container(spec):
    """The container of a pod's specification that is not ours."""
    return next(each for each in spec["containers"] if each["name"] == "shop")


def pod_spec(way, change=None):
    """The specification of a way's pod; `change(spec)` may change it."""
    spec = yaml.safe_load(manifest(way))["spec"]["template"]["spec"]
    if change:
        change(spec)
    return spec


class Pod:
    """A pod of a name and a specification, which it makes its own."""

    def __init__(self, engine, name, spec):
        self.engine, self.name = engine, name
        spec["restartPolicy"] = "Never"  # a Deployment would start again what died
        init = spec.pop("initContainers", [])
        native = [each for each in init if each.get("restartPolicy") == "Always"]
        spec["initContainers"] = [each for each in init if each not in native]
        spec["containers"] = native + spec["containers"]
        for each in native:
            del each["restartPolicy"]
        self._spec = spec
        self._volumes = self._name_volumes()

    def _name_volumes(self):
        """podman keeps an emptyDir as a volume of its name, whoever's pod it is of."""
        names = {each["name"]: self.name + "-" + each["name"]
                 for each in self._spec["volumes"] if "emptyDir" in each}
        for each in self._spec["volumes"]:
            each["name"] = names.get(each["name"], each["name"])
        for container in self._spec["containers"] + self._spec["initContainers"]:
            for mount in container.get("volumeMounts", []):
                mount["name"] = names.get(mount["name"], mount["name"])
        return list(names.values())

    def create(self):
        """Has podman make the pod, and starts nothing."""
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": self.name}, "spec": self._spec}
        played = self.engine.cli(
            "kube", "play", "--network", "none", "--log-driver", self.engine.driver, "--start=false", "-",
            stdin=json.dumps(pod).encode(),
        )
        if b"rror" in played.stderr:
            raise EngineError(played.stderr.decode())
        return self

    def start(self):
        """Starts every container as the kubelet does."""
        if self._spec["initContainers"]:
            self.engine.cli("pod", "start", self.name)
            return self
        for each in self._spec["containers"]:
            self.start_container(each["name"])
        return self

    def start_container(self, name):
        """Starts one container, and waits until the next one may start."""
        container = self.container(name)
        self.engine.cli("start", container.name)
        spec = next(each for each in self._spec["containers"] if each["name"] == name)
        if "startupProbe" in spec:
            command = spec["startupProbe"]["exec"]["command"]
            wait_until(lambda: container.exec(*command).status == 0, 60, lambda: "%s is not ready" % name)
        if "lifecycle" in spec:
            done = container.exec(*spec["lifecycle"]["postStart"]["exec"]["command"])
            if done.status:
                raise EngineError("postStart of %s: %r" % (name, done))

    def container(self, name):
        return Container(self.engine, self.name + "-" + name)

    def remove(self):
        self.engine.cli("pod", "kill", self.name, ok=False)
        for each in self._spec["containers"]:  # else podman waits seconds for the control group to be empty
            self.engine.cli("wait", self.name + "-" + each["name"], ok=False)
        self.engine.cli("pod", "rm", "--force", "--time", "0", self.name, ok=False)
        for name in self._volumes:
            self.engine.cli("volume", "rm", "--force", name, ok=False)
