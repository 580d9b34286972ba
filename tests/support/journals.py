# SPDX-License-Identifier: Apache-2.0
"""Journal files with entries of the test's own choosing, journald's trusted fields among them: written by
systemd-journal-remote out of the export format (systemd.io, "Journal Export Formats")."""

import os
import shutil
import subprocess
import tempfile

REMOTE = "/usr/lib/systemd/systemd-journal-remote"
MESSAGE_ID = "5e1f0c3a9d4b4f6e8a7c2b1d0e9f8a76"
_START = 1_700_000_000_000_000  # microseconds


def docker_fields(identity, name, **more):
    """What dockerd's journald driver sends for a container, and what journald adds."""
    sender = _sent_by("dockerd", "/system.slice/docker.service", "docker.service")
    return dict(sender, CONTAINER_ID=identity[:12], CONTAINER_ID_FULL=identity, CONTAINER_NAME=name,
                CONTAINER_TAG=identity[:12], SYSLOG_IDENTIFIER=identity[:12], IMAGE_NAME="shop:1",
                PRIORITY="6", **more)


def podman_fields(identity, name, **more):
    """What conmon sends."""
    unit = "libpod-conmon-%s.scope" % identity
    return dict(_sent_by("conmon", "/machine.slice/" + unit, unit), CONTAINER_ID=identity[:12],
                CONTAINER_ID_FULL=identity, CONTAINER_NAME=name, SYSLOG_IDENTIFIER=name, PRIORITY="6", **more)


def service_fields(unit, **more):
    """What journald says of a service that sends entries itself."""
    return {**_sent_by("python3", "/system.slice/" + unit, unit), "SYSLOG_IDENTIFIER": unit, "PRIORITY": "3",
            **more}


def _sent_by(program, cgroup, unit):
    return {"_TRANSPORT": "journal", "_COMM": program, "_EXE": "/usr/bin/" + program, "_PID": "4242",
            "_UID": "0", "_GID": "0", "_CMDLINE": "/usr/bin/%s --option value" % program,
            "_CAP_EFFECTIVE": "1ffffffffff", "_SELINUX_CONTEXT": "unconfined\n", "_SYSTEMD_CGROUP": cgroup,
            "_SYSTEMD_UNIT": unit, "_SYSTEMD_SLICE": "system.slice", "_HOSTNAME": "host"}


def export(entries, start=_START, step=1000):
    """The export format of `entries` (dicts of str to str or bytes), `step` microseconds apart, by pieces."""
    for number, entry in enumerate(entries):
        lines = [b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n_BOOT_ID=%032x\n_MACHINE_ID=%032x\n"
                 % (start + number * step, number * step + 1, 1, 2)]
        for name, value in entry.items():
            value = value if isinstance(value, bytes) else value.encode()
            if b"\n" in value:
                lines.append(b"%s\n%s%s\n" % (name.encode(), len(value).to_bytes(8, "little"), value))
            else:
                lines.append(b"%s=%s\n" % (name.encode(), value))
        yield b"".join(lines) + b"\n"


def make_journal(path, entries, **timing):
    """Writes a journal file `path` (its name ends in .journal) with the entries, in their order."""
    if not os.path.exists(REMOTE):
        raise FileNotFoundError("%s: packaging/dependencies.sh test installs it" % REMOTE)
    with tempfile.TemporaryFile() as stream:
        stream.writelines(export(entries, **timing))
        stream.seek(0)
        done = subprocess.run(
            [REMOTE, "--split-mode=none", "--output=" + str(path), "-"], stdin=stream,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
    if done.returncode:
        shutil.rmtree(path, ignore_errors=True)
        problems = done.stderr.decode()
        raise OSError("systemd-journal-remote ended with status %d: %s" % (done.returncode, problems))
    return path
