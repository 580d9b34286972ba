# SPDX-License-Identifier: Apache-2.0
"""containerd as a kubelet uses it: pods and containers by the Container Runtime Interface (CRI), and their
logs."""

import hashlib
import io
import itertools
import json
import os
import subprocess
import tarfile

import interpreters
import venvs

from .machine import EngineError, wait_until

CONTAINERD_NEEDS = ("containerd", "containerd-shim-runc-v2", "ctr", "runc")
SUPPORT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(SUPPORT))
PAUSE = "localhost/pause:1"

# There is no CAP_SYS_RESOURCE on the machines of the tests, and not every cgroup controller.
_CONFIG = """
version = 2
root = "{root}"
state = "/run/cel-containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "{pause}"
restrict_oom_score_adj = true
tolerate_missing_hugetlb_controller = true
disable_apparmor = true
stream_server_address = "127.0.0.1"
"""

_numbers = itertools.count(1)


class Containerd:
    """A containerd in a machine; `images` gives the tar of an image's root by its name."""

    SOCKET = "/run/cel-containerd.sock"

    def __init__(self, machine, folder, images):
        self.machine = machine
        self._image_tar = images
        self._folder = str(folder)
        self._loaded = set()
        self.log = os.path.join(self._folder, "containerd.log")
        config = os.path.join(self._folder, "containerd.toml")
        with open(config, "w") as file:
            file.write(_CONFIG.format(root=machine.store + "/containerd", socket=self.SOCKET, pause=PAUSE))
        with open(self.log, "ab") as log:
            self._daemon = machine.popen("containerd", "--config", config, stdin=subprocess.DEVNULL,
                                         stdout=log, stderr=log)
        wait_until(lambda: self._ctr("version").returncode == 0, 60, lambda: self._why("does not answer"))
        self._import(PAUSE, images("busybox"), ["/bin/sleep", "1000000"])
        self._api = self._start_client()

    def _start_client(self):
        python = venvs.with_packages(interpreters.running(), os.path.join(SUPPORT, "cri", "requirements.txt"))
        return subprocess.Popen(
            self.machine.command(python, os.path.join(SUPPORT, "cri", "runtime_api.py"),
                                 os.path.join(ROOT, "build", "cri"), self.SOCKET),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True,
        )

    def call(self, name, **request):
        """Makes one call of the interface and returns its answer as a dict; EngineError for an error."""
        self._api.stdin.write(json.dumps({"call": name, "request": request}) + "\n")
        self._api.stdin.flush()
        said = json.loads(self._api.stdout.readline() or '{"error": "its client has ended"}')
        if "error" in said:
            raise EngineError(self._why("%s: %s" % (name, said["error"])))
        return said["answer"]

    def load(self, image):
        """Returns the name under which the image can be run, which is imported when first asked for."""
        name = "localhost/%s:1" % image
        if image not in self._loaded:
            self._import(name, self._image_tar(image), ["/bin/sh"])
            self._loaded.add(image)
        return name

    def _import(self, name, root, entrypoint):
        """Makes an image of one layer, in the format of `docker save`, and imports it."""
        with open(root, "rb") as file:
            layer = file.read()
        config = json.dumps({
            "architecture": "amd64", "os": "linux", "config": {"Entrypoint": entrypoint},
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
        }).encode()
        manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer.tar"]}]
        path = os.path.join(self._folder, "image.tar")
        with tarfile.open(path, "w") as tar:
            for member, content in (("config.json", config), ("layer.tar", layer),
                                    ("manifest.json", json.dumps(manifest).encode())):
                info = tarfile.TarInfo(member)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        done = self._ctr("--namespace", "k8s.io", "images", "import", path)
        os.unlink(path)
        if done.returncode:
            raise EngineError(self._why("cannot import %s: %s" % (name, done.stderr.decode())))

    def _ctr(self, *argv):
        return self.machine.run("ctr", "--address", self.SOCKET, *argv)

    def _why(self, what):
        with open(self.log, errors="replace") as log:
            return "containerd: %s; its log:\n%s" % (what, log.read()[-4000:])

    def stop(self):
        self._api.stdin.close()
        self._api.wait()
        self.machine.run("pkill", "-TERM", "-f", "containerd --config")
        self._daemon.wait()


class Pod:
    """A pod of `containerd`, whose containers log below `logs` as a kubelet has them do. `shared_processes`:
    as shareProcessNamespace in a pod's manifest."""

    CONTAINER, NODE, POD = 1, 2, 0  # of the interface's NamespaceMode

    def __init__(self, containerd, logs, name, namespace="shop", shared_processes=False):
        self.containerd, self.name, self.namespace = containerd, name, namespace
        self.uid = "00000000-0000-0000-0000-%012d" % next(_numbers)
        self.folder = os.path.join(str(logs), "%s_%s_%s" % (namespace, name, self.uid))
        os.makedirs(self.folder)
        self._namespaces = {"network": self.NODE, "pid": self.POD if shared_processes else self.CONTAINER}
        self._config = {
            "metadata": {"name": name, "namespace": namespace, "uid": self.uid},
            "log_directory": self.folder,
            "linux": {"cgroup_parent": "/" + containerd.machine.cgroup,
                      "security_context": {"namespace_options": self._namespaces}},
        }
        self.id = containerd.call("RunPodSandbox", config=self._config)["pod_sandbox_id"]

    def start(self, name, image, *command, attempt=0, env=None, mounts=(), uid=0):
        """Starts a container and returns its id. `mounts`: pairs of a path here and one inside."""
        os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        config = {
            "metadata": {"name": name, "attempt": attempt},
            "image": {"image": self.containerd.load(image)},
            "command": command,
            "envs": [{"key": key, "value": value} for key, value in (env or {}).items()],
            "mounts": [{"host_path": str(here), "container_path": inside} for here, inside in mounts],
            "log_path": "%s/%d.log" % (name, attempt),
            "linux": {"security_context": {"namespace_options": self._namespaces,
                                           "run_as_user": {"value": str(uid)}}},
        }
        container = self.containerd.call("CreateContainer", pod_sandbox_id=self.id, config=config,
                                         sandbox_config=self._config)["container_id"]
        self.containerd.call("StartContainer", container_id=container)
        return container

    def run(self, name, image, *command, **options):
        """Runs a container to its end and returns its exit status."""
        return self.wait(self.start(name, image, *command, **options))

    def wait(self, container):
        """Waits for the container's end and returns its exit status."""
        def exited():
            status = self.containerd.call("ContainerStatus", container_id=container)["status"]
            return status if status["state"] == "CONTAINER_EXITED" else None

        status = wait_until(exited, 60, lambda: "%s in pod %s does not end" % (container, self.name))
        return int(status.get("exit_code", 0))

    def rotate(self, container, name, attempt=0):
        """Rotates the container's log as a kubelet does: renames it, and has the runtime open a new one.
        Returns the path of the old one."""
        log = os.path.join(self.folder, name, "%d.log" % attempt)
        rotated = "%s.20260101-%06d" % (log, next(_numbers))
        os.rename(log, rotated)
        self.containerd.call("ReopenContainerLog", container_id=container)
        return rotated

    def remove(self):
        """Ends the pod and its containers; its logs stay, as long as the kubelet would keep them."""
        self.containerd.call("StopPodSandbox", pod_sandbox_id=self.id)
        self.containerd.call("RemovePodSandbox", pod_sandbox_id=self.id)
