# SPDX-License-Identifier: Apache-2.0
"""What lies in packaging/kubernetes."""

import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KUBERNETES = os.path.join(ROOT, "packaging", "kubernetes")
WAYS = ("native-sidecar", "init-container", "two-containers", "image-volume")


def manifest(way):
    """The text of a plain manifest."""
    with open(os.path.join(KUBERNETES, way + ".yaml")) as file:
        return file.read()
