# SPDX-License-Identifier: Apache-2.0
"""The images that tests run, as tar files. The Debian ones are kept in a cache folder: debootstrap takes
half a minute."""

import glob
import io
import os
import shutil
import subprocess
import tarfile
import tempfile

from locks import locked

from .machine import EngineError

RECIPE = "1"  # raised when what follows changes, so that older caches are not taken
DEBIAN = "bookworm"
LOGGER = "/bin/container-exception-logger"

# What only takes room in a container that nobody installs packages in.
_BALLAST = (
    "var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale",
    "usr/share/info",
)
# What makes python3 out of python3-minimal.
_FULL_PYTHON = ("python3", "libpython3-stdlib", "python3.11", "libpython3.11-stdlib")


def debian(cache):
    """Debian with python3: the path of its tar."""
    return _cached(cache)["debian"]


def debian_python_minimal(cache):
    """Debian with python3-minimal, whose standard library lacks json, subprocess' helpers and much else."""
    return _cached(cache)["debian-python-minimal"]


def busybox(folder):
    """busybox and its links; no libc, no other program."""
    program = shutil.which("busybox") or "/bin/busybox"
    names = subprocess.run([program, "--list"], stdout=subprocess.PIPE, check=True).stdout.decode().split()
    return _tar(folder, "busybox", {"/bin/busybox": program}, {"/bin/" + name: "busybox" for name in names})


def logger_only(folder, logger):
    """An image of nothing but the logger, as one built FROM scratch."""
    return _tar(folder, "logger-only", {LOGGER: logger}, {})


def _tar(folder, name, programs, links):
    path = os.path.join(str(folder), name + ".tar")
    with tarfile.open(path, "w") as tar:
        for place, source in programs.items():
            info = tarfile.TarInfo(place.lstrip("/"))
            with open(source, "rb") as program:
                content = program.read()
            info.size, info.mode = len(content), 0o755
            tar.addfile(info, io.BytesIO(content))
        for place, target in links.items():
            info = tarfile.TarInfo(place.lstrip("/"))
            if target != os.path.basename(place):
                info.type, info.linkname = tarfile.SYMTYPE, target
                tar.addfile(info)
    return path


def _cached(cache):
    cache = os.path.join(str(cache), "images-" + RECIPE)
    os.makedirs(cache, exist_ok=True)
    paths = {name: os.path.join(cache, name + ".tar") for name in ("debian", "debian-python-minimal")}
    with locked("debian-images"):
        if not all(os.path.exists(path) for path in paths.values()):
            _bootstrap(cache, paths)
    return paths


def _bootstrap(cache, paths):
    for left in glob.glob(os.path.join(cache, "root-*")):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    root = tempfile.mkdtemp(prefix="root-", dir=cache)
    try:
        _run("debootstrap", "--variant=minbase", "--include=python3", DEBIAN, root)
        for ballast in _BALLAST:
            shutil.rmtree(os.path.join(root, ballast), ignore_errors=True)
        _pack(root, paths["debian"])
        _run("chroot", root, "dpkg", "--purge", "--force-depends", *_FULL_PYTHON)
        _pack(root, paths["debian-python-minimal"])
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _pack(root, path):
    """Under its name the tar appears whole or not at all."""
    _run(
        "tar", "-C", root, "--exclude=./dev", "--exclude=./proc", "--exclude=./sys", "-cf", path + ".new", "."
    )
    os.rename(path + ".new", path)


def _run(*command):
    # A machine may have interpreters and tools of its own on PATH; inside the image there are only Debian's.
    env = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LC_ALL": "C",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    env.update((name, value) for name, value in os.environ.items() if name.lower().endswith("_proxy"))
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise EngineError("%s failed:\n%s" % (" ".join(command), done.stdout.decode(errors="replace")))
