# SPDX-License-Identifier: Apache-2.0
"""Each released file holds what it should, of its own architecture, and says so by its digest."""

import json
import os
import tarfile
import zipfile

import pytest
from released import DIST, ROOT, released, run

PROGRAMS = {"bin/container-exception-logger", "bin/cel-run", "bin/cel-sidecar"}
MANUALS = {"share/man/man1/%s.1" % name for name in ("cel-run", "cel-sidecar", "container-exception-logger")}
OF_CEL = {
    "bin/cel", "share/man/man1/cel.1", "share/bash-completion/completions/cel",
    "share/zsh/site-functions/_cel", "share/fish/vendor_completions.d/cel.fish",
    "lib/systemd/system/cel-follow.service", "lib/systemd/system/cel-ship.service", "lib/tmpfiles.d/cel.conf",
    "lib/systemd/catalog/container-exception-logger.catalog",
    "share/doc/container-exception-logger/cel-follow.logrotate",
}
VOLUME = "share/container-exception-logger/volume/"
MACHINES = {"amd64": 62, "arm64": 183}  # ELF's e_machine
RPM = {"amd64": "x86_64", "arm64": "aarch64"}


def in_volume(top):
    """What lies in a volume, at least: the programs, and what each language's variable names."""
    languages = [name for name in os.listdir(os.path.join(ROOT, "hooks")) if name != "python"]
    return {top + "bin/container-exception-logger", top + "sitecustomize.py",
            top + "container_exception_logger/__init__.py"} | {
            "%s%s/environment" % (top, name) for name in languages}


def machine(program):
    assert program[:6] == b"\x7fELF\x02\x01"
    return int.from_bytes(program[18:20], "little")


def expected(architecture):
    return PROGRAMS | MANUALS | (OF_CEL if architecture == "amd64" else set())


def check(names, architecture):
    """No file is missing, and what is not the volume's has been thought of."""
    volume = {name for name in names if name.startswith(VOLUME)}
    assert in_volume(VOLUME) | {VOLUME + "bin/cel-run"} <= volume
    assert names - volume == expected(architecture)
    assert not [name for name in names if name.endswith(".pyc")]


def test_digests():
    checked = run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=DIST)
    assert checked.count(": OK\n") == len(os.listdir(DIST)) - 1


def test_a_tarball(tarball):
    architecture, top = tarball
    names = {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}
    volume = {name for name in names if name.startswith(VOLUME)}
    assert in_volume(VOLUME) | {VOLUME + "bin/cel-run"} <= volume
    assert names - volume == PROGRAMS | MANUALS | {"LICENSE", "README.md", "CHANGELOG.md"}
    for name in PROGRAMS:
        assert machine((top / name).read_bytes()) == MACHINES[architecture]


@pytest.mark.parametrize("architecture", MACHINES)
def test_a_deb(architecture):
    lines = run("dpkg-deb", "--contents", released("_%s.deb" % architecture)).splitlines()
    names = {line.split()[5][len("./usr/"):] for line in lines if not line.endswith("/")}
    assert {line.split()[1] for line in lines} == {"root/root"}
    docs = {"share/doc/container-exception-logger/" + name
            for name in ("copyright", "changelog.gz", "changelog.Debian.gz")}
    docs.add("share/lintian/overrides/container-exception-logger")
    assert docs <= names
    check({name[:-3] if name.endswith(".1.gz") else name for name in names - docs}, architecture)


@pytest.mark.parametrize("architecture", MACHINES)
def test_an_rpm(architecture):
    package = released(".%s.rpm" % RPM[architecture])
    names = {name[len("/usr/"):] for name in run("rpm", "-qp", "--nosignature", "-l", package).split()}
    assert {name + ".gz" if name.endswith(".1") else name for name in expected(architecture)} <= names
    assert in_volume(VOLUME) <= names
    query = ("rpm", "-qp", "--nosignature", "--qf", "%{ARCH} %{LICENSE} %{BUILDHOST}", package)
    assert run(*query) == RPM[architecture] + " Apache-2.0 localhost"


@pytest.mark.parametrize("architecture", MACHINES)
def test_a_wheel(architecture):
    path = released(RPM[architecture] + ".whl")
    assert "musllinux_1_1_" in path and "-py2.py3-none-manylinux" in path
    with zipfile.ZipFile(path) as wheel:
        logger = wheel.read("container_exception_logger/bin/container-exception-logger")
    assert machine(logger) == MACHINES[architecture]


def test_an_image_has_both_architectures(tmp_path):
    layout = tmp_path / "layout"
    with tarfile.open(released("cel-sidecar", ".oci.tar")) as tar:
        tar.extractall(layout)
    for architecture in MACHINES:
        run("skopeo", "--override-arch", architecture, "copy", "--insecure-policy", "oci:%s" % layout,
            "docker-archive:%s/%s.tar" % (tmp_path, architecture))
        with tarfile.open("%s/%s.tar" % (tmp_path, architecture)) as image:
            manifest, = json.load(image.extractfile("manifest.json"))
            config = json.load(image.extractfile(manifest["Config"]))
            with tarfile.open(fileobj=image.extractfile(manifest["Layers"][0])) as layer:
                files = {each.name: each for each in layer.getmembers()}
                program = layer.extractfile("cel-sidecar").read()
        assert config["architecture"] == architecture and config["config"]["User"] == "65532:65532"
        assert machine(program) == MACHINES[architecture]
        assert files["cel"].uid == 65532
        assert in_volume("volume/") | {"volume/bin/cel-run"} <= set(files)
        assert sum(each.size for each in files.values()) <= 3_200_000


def test_the_bill_of_materials_names_each_file():
    with open(released(".spdx.json")) as file:
        bill = json.load(file)
    listed = {each["fileName"][2:] for each in bill["files"]}
    assert listed == set(os.listdir(DIST)) - {"SHA256SUMS", os.path.basename(released(".spdx.json"))}
    parts = {each["name"] for each in bill["packages"]}
    assert {"zlib", "libarchive", "ziglang", "nlohmann-json3-dev"} <= parts
