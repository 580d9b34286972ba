# SPDX-License-Identifier: Apache-2.0
"""How a container is confined, by name: the options of docker's and podman's run."""

CONFINEMENTS = {
    "no confinement": [],
    "a read-only root file system": ["--read-only"],
    "no capabilities": ["--cap-drop", "ALL"],
    "no new privileges": ["--security-opt", "no-new-privileges"],
    "another user": ["--user", "1000:1000"],
}
CONFINEMENTS["all of it"] = sum(CONFINEMENTS.values(), [])
