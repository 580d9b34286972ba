# SPDX-License-Identifier: Apache-2.0
"""Packages are installed, used and removed in roots of their own; arm64's programs run under qemu."""

import os
import shutil
import stat
import subprocess
import sys

import cel_lines
import pytest
from engines import images
from released import ROOT, released, run

CHROOT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}


def files_of(root):
    return {os.path.relpath(os.path.join(folder, name), root)
            for folder, folders, names in os.walk(root) for name in folders + names}


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """A root of Debian 12, with the libraries that the package needs."""
    root = tmp_path_factory.mktemp("debian")
    run("tar", "-xpf", images.debian(os.path.join(ROOT, "build", "cache")), "-C", root)
    for name in ("dev", "proc"):
        (root / name).mkdir(exist_ok=True)
    for name, minor in (("null", 3), ("urandom", 9)):
        os.mknod(root / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        (root / "dev" / name).chmod(0o666)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    needed = run("dpkg-deb", "--field", released("_amd64.deb"), "Depends")
    packages = [each.split()[0] for each in needed.split(",")]
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    for command in (("update",), ("--yes", "--no-install-recommends", "install", *packages)):
        run("chroot", root, "apt-get", "-q", "-o", "APT::Sandbox::User=root", *command,
            env=dict(CHROOT, **proxies))
    return root


def test_a_deb_is_installed_used_and_purged(debian, tmp_path):
    before = files_of(debian)
    shutil.copy(released("_amd64.deb"), debian / "tmp/it.deb")
    run("chroot", debian, "dpkg", "--install", "/tmp/it.deb", env=CHROOT)
    (debian / "tmp/it.deb").unlink()
    report = b'{"type":"Boom","reason":"it broke"}'
    run("chroot", debian, "container-exception-logger", "--sink", "file:/tmp/log", env=CHROOT, input=report)
    shown = run("chroot", debian, "cel", "list", "/tmp/log", env=CHROOT)
    assert "it broke" in shown
    (debian / "tmp/log").unlink()
    volume = "/usr/share/container-exception-logger/volume"
    died = subprocess.run(["chroot", str(debian), "cel-run", "--hooks=python", "--volume", volume, "--",
                           "python3", "-c", "1 / 0"], env=CHROOT, stdout=subprocess.PIPE, check=False)
    assert died.returncode == 1
    run("chroot", debian, "dpkg", "--purge", "container-exception-logger", env=CHROOT)
    left = {name for name in files_of(debian) - before
            if not name.startswith(("var/lib/dpkg", "var/log", "var/lib/systemd/catalog", "var/cache"))}
    assert left == set()


def test_lintian_finds_no_error():
    for architecture in ("amd64", "arm64"):
        run("lintian", "--fail-on", "error", "--allow-root", released("_%s.deb" % architecture))


@pytest.mark.parametrize("name", ("x86_64", "aarch64"))
def test_an_rpm_is_installed_into_a_root_and_erased(tmp_path, name):
    root = tmp_path / "root"
    database = ("rpm", "--root", root, "--nodeps", "--noscripts", "--nosignature")
    run("rpm", "--root", root, "--initdb")
    before = {name for name in files_of(root) if name.startswith("usr/")}
    run(*database, "--ignorearch", "--install", released(".%s.rpm" % name))
    assert (root / "usr/bin/container-exception-logger").exists()
    run(*database, "--erase", "container-exception-logger")
    assert not (root / "usr/bin/container-exception-logger").exists()
    assert not [name for name in {name for name in files_of(root) if name.startswith("usr/")} - before
                if (root / name).is_file()]


def test_programs_run_on_their_architecture(tarball, tmp_path):
    """The logger takes a report and the relay another, cel-run tells how a program ended."""
    architecture, top = tarball
    emulator = ["qemu-aarch64-static"] if architecture == "arm64" else []
    log = tmp_path / "log"
    logger = [*emulator, top / "bin/container-exception-logger", "--sink", "file:%s" % log]
    for size in (10, 200_000):
        run(*logger, "--type", "Boom", input=b"words of a report\n" * (size // 10))
    records, _ = cel_lines.decode(log.read_bytes())
    assert [record["type"] for record in records] == ["Boom", "Boom"]
    done = subprocess.run([*map(str, emulator), str(top / "bin/cel-run"), "--", "/bin/sh", "-c", "exit 3"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 3, done.stdout
    volume = tmp_path / "volume"
    # Its payload is found beside it.
    run(*emulator, top / "bin/cel-sidecar", "install", volume)
    assert (volume / "sitecustomize.py").exists()


def test_the_logger_runs_in_a_root_with_busybox_alone(tmp_path):
    for folder in ("bin", "tmp"):
        (tmp_path / folder).mkdir()
    shutil.copy(shutil.which("busybox"), tmp_path / "bin/sh")
    wheel = released("x86_64.whl")
    run(sys.executable, "-m", "zipfile", "-e", wheel, tmp_path / "wheel")
    program = tmp_path / "wheel/container_exception_logger/bin/container-exception-logger"
    shutil.copy(program, tmp_path / "bin/logger")
    os.chmod(tmp_path / "bin/logger", 0o755)
    run("chroot", tmp_path, "/bin/sh", "-c", "echo it broke | /bin/logger --sink file:/tmp/log")
    (record,), _ = cel_lines.decode((tmp_path / "tmp/log").read_bytes())
    assert record["type"] == "Text"
