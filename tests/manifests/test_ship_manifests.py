# SPDX-License-Identifier: Apache-2.0
"""The manifests of cel ship: an API server takes them, the restricted profile objects to the node's folders
and to the one container that gives the state its owner, and cel ship takes their configuration."""

import os
import subprocess

import pytest
import yaml
from manifests import ROOT, manifest

CEL = os.path.join(ROOT, "build", "bin", "cel")
WAYS = ("ship-daemonset", "ship-sidecar")


def documents(way):
    """The text of the ConfigMap, and of what runs."""
    return manifest(way).split("\n---\n")


def objections(tool, text):
    return tool("check", stdin=text).stdout.splitlines()


def test_an_api_server_and_the_restricted_profile_take_the_sidecar(tool):
    assert objections(tool, documents("ship-sidecar")[1]) == []


def test_of_the_daemon_set_the_profile_minds_the_nodes_folders_and_who_owns_the_state(tool):
    found = objections(tool, documents("ship-daemonset")[1])
    # Some versions of the profile name volumes of the node twice.
    assert {line.split(": ")[1] for line in found} - {"hostPath volumes"} == {
        "unrestricted capabilities", "restricted volume types", "runAsNonRoot != true", "runAsUser=0"}
    assert all('"ship"' not in line for line in found), "the container that ships is restricted"


@pytest.mark.parametrize("way", WAYS)
def test_cel_ship_takes_the_configuration(tmp_path, way):
    configuration = tmp_path / "ship.toml"
    configuration.write_text(yaml.safe_load(documents(way)[0])["data"]["ship.toml"])
    done = subprocess.run([CEL, "ship", "--config", configuration, "--dry-run", "-"], check=False,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
