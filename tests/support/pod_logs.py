# SPDX-License-Identifier: Apache-2.0
"""Logs of pods whose programs really died, at times that the caller chooses."""

import datetime
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEL = ROOT / "build" / "bin" / "cel"
NOW = datetime.datetime.now(datetime.timezone.utc)


def lay_volume(folder):
    """Lays the folder that a sidecar shares, by the install rules; returns it."""
    subprocess.run(
        ["cmake", "--install", ROOT / "build" / "release", "--component", "volume", "--prefix", folder],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder


class PodLogs:
    """Logs of pods, as the kubelet keeps them."""

    def __init__(self, folder, volume):
        self.folder, self.volume = folder, volume

    def die(self, pod, program, hours_ago):
        """Runs a program to its end as the container `main` of a pod; its report comes `hours_ago`."""
        script = self.folder / (pod + ".py")
        script.write_text(program, encoding="utf-8")
        sink = self.folder / "sink"
        environment = {
            "PYTHONPATH": str(self.volume),
            "CEL_SINK": "file:%s" % sink,
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        subprocess.run(
            ["/usr/bin/python3", script],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        self.log(pod, sink.read_bytes().splitlines(), hours_ago)
        sink.unlink()

    def log(self, pod, lines, hours_ago):
        path = self.folder / "pods" / ("prod_%s_0000" % pod) / "main" / "0.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        moment = (NOW - datetime.timedelta(hours=hours_ago)).isoformat().encode()
        with open(path, "ab") as log:
            log.writelines(moment + b" stderr F " + line + b"\n" for line in lines)

    def report(self, name):
        """The path of the page of all that was logged."""
        assert CEL.exists(), "there is no %s: run make" % CEL
        page = self.folder / name
        done = subprocess.run(
            [CEL, "report", "-o", page, "--cri", self.folder / "pods"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")
        return page
