# SPDX-License-Identifier: Apache-2.0
"""Real container engines for tests, each brought up in folders of its own and ended by process id.

A `Machine` (machine.py) is a mount and process namespace with a journal of its own; Docker Engine and
podman live in it (docker.py, podman.py, over container.py), run images built in images.py, and leave logs
that logs.py reads back from the files themselves. `bare.py` is the container without an engine: a program
as PID 1.
"""

# What tests run in: an engine and its log driver.
ENGINES = ("docker json-file", "docker journald", "podman journald", "podman k8s-file")
