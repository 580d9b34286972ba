# SPDX-License-Identifier: Apache-2.0
"""Each command of the pages about pods does what the page says, and what they show of manifests is so."""

import os
import textwrap

import pages
import pytest
from manifests import ROOT, manifest

pytestmark = pytest.mark.engine

# What the pages' readers have: a deployment whose image serves until somebody makes something in it die.
SERVING = b"""\
FROM shop:1.0
CMD ["sleep", "1000000"]
"""


def page(name):
    with open(os.path.join(ROOT, "docs", name), encoding="utf-8") as file:
        return file.read()


@pytest.fixture
def shell(with_images, tmp_path):
    """Runs a command in the repository as a person does who has docker, and kubectl (kubectl.py plays it):
    its status and what it prints."""
    engines = [with_images("docker json-file"), with_images("podman k8s-file")]
    (tmp_path / "kubectl").symlink_to(os.path.join(ROOT, "tests", "support", "kubectl.py"))
    environment = {"PATH": "%s:%s" % (tmp_path, os.environ["PATH"]), "CEL_TIMEOUT": "60"}
    (tmp_path / "Dockerfile").write_bytes(SERVING)
    for engine in engines:
        environment.update(engine.environment())
        engine.cli("tag", "shop:1.0", "shop:kept")
        engine.cli("build", "--tag", "shop:1.0", tmp_path)

    def run(text):
        done = engines[0].machine.run(
            "sh", "-c", "cd %s\nexec 2>&1\n%s" % (ROOT, text), env=environment, timeout=600
        )
        return done.returncode, done.stdout.decode()

    yield run
    for engine in engines:
        engine.cli("tag", "shop:kept", "shop:1.0")


def follow(shell, text):
    """Runs every command of the page, in order. One without output shown has to succeed."""
    commands = pages.commands(text)
    assert commands
    for command in commands:
        status, printed = shell(command.text)
        assert command.prints or status == 0, (command.text, printed)
        assert pages.matches(command, printed), (command, printed)


def test_put_it_into_your_pod(shell):
    follow(shell, page("pod.md"))


def test_how_it_works_in_a_pod(shell):
    follow(shell, page("pod-how.md"))


def test_when_no_report_comes_out_of_a_pod(shell):
    assert shell("kubectl apply -f packaging/kubernetes/native-sidecar.yaml")[0] == 0
    follow(shell, page("pod-troubleshooting.md"))
    assert shell("kubectl delete -f packaging/kubernetes/native-sidecar.yaml")[0] == 0


def test_what_the_page_shows_of_the_manifest_is_in_it():
    shown = pages.blocks(page("pod.md"), "yaml")
    assert len(shown) == 3
    for block in shown:
        assert block in manifest("native-sidecar")


def test_the_two_lines_that_the_page_shows_are_the_dockerfiles():
    (shown,) = pages.blocks(page("pod.md"), "dockerfile")
    with open(os.path.join(ROOT, "packaging", "images", "baked", "Dockerfile")) as file:
        assert file.read().endswith(textwrap.dedent(shown))
