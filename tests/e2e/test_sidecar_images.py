# SPDX-License-Identifier: Apache-2.0
"""The Dockerfiles of packaging/images, built by the engines themselves, without a registry."""

import json
import os

import pytest
from manifests import ROOT
from shop import check_record, outcome

pytestmark = pytest.mark.engine

# What engines make in every container.
OF_ENGINES = {"dev", "etc", "proc", "run", "sys", "tmp", "var", ".dockerenv"}
BAKED = os.path.join(ROOT, "packaging", "images", "baked")


@pytest.fixture(params=["docker json-file", "podman k8s-file"])
def engine(request, with_images):
    return with_images(request.param)


def image(engine, name):
    return json.loads(engine.cli("image", "inspect", name).stdout)[0]


def test_the_sidecars_image_is_small_and_holds_a_program_and_what_it_installs(engine):
    described = image(engine, "cel-sidecar:0.1.0")
    assert described["Size"] < 6.9 * 1000 * 1000
    assert described["Config"]["User"] == "65532:65532"
    container = engine.run("cel-sidecar:0.1.0", "--version", options=["--read-only"])
    assert container.streams().stdout == b"cel-sidecar 0.1.0\n"
    names = engine.machine.run("tar", "-t", stdin=engine.cli("export", container.name).stdout).stdout
    folders = {name.split("/")[0] for name in names.decode().split()}
    assert folders - OF_ENGINES == {"cel-sidecar", "volume", "cel"}
    container.remove()


@pytest.mark.parametrize("was, is_", [(None, "/opt/cel"), ("/srv/lib", "/opt/cel:/srv/lib")])
def test_two_lines_bake_hook_and_logger_into_an_image(engine, tmp_path, was, is_):
    base = "shop:1.0"
    if was:
        (tmp_path / "Dockerfile").write_text("FROM shop:1.0\nENV PYTHONPATH=%s\n" % was)
        base = "shop:with-path"
        engine.cli("build", "--tag", base, tmp_path)
    engine.cli("build", "--build-arg", "BASE=" + base, "--tag", "shop:baked", BAKED)
    assert "PYTHONPATH=" + is_ in image(engine, "shop:baked")["Config"]["Env"]
    died = engine.run("shop:baked")
    status, (record,), out, err = outcome(died)
    check_record(record)
    bare = engine.run(base)
    assert (status, [], out, err) == outcome(bare)
    died.remove()
    bare.remove()


def test_the_image_as_a_volume_serves_a_program_without_any_copy(with_images):
    engine = with_images("podman k8s-file")  # Docker mounts images since its version 28
    mount = ["--mount", "type=image,source=cel-sidecar:0.1.0,destination=/image"]
    died = engine.run("shop:1.0", options=[*mount, "--env", "PYTHONPATH=/image/volume", "--read-only"])
    status, (record,), out, err = outcome(died)
    check_record(record)
    bare = engine.run("shop:1.0", options=["--read-only"])
    assert (status, [], out, err) == outcome(bare)
    died.remove()
    bare.remove()
