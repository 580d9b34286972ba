# SPDX-License-Identifier: Apache-2.0
"""A Kubernetes API server takes what lies in packaging/kubernetes, and so does the restricted pod security
profile; the manifests, the Kustomize components and the Helm chart say the same."""

import os
import re
import shutil
import subprocess

import languages
import pages
import pytest
import yaml
from manifests import KUBERNETES, ROOT, WAYS, manifest

EACH_WAY = pytest.mark.parametrize("way", WAYS)


def kustomized(tool, tmp_path, way):
    """The example with another component: what its comment tells to change is changed."""
    shutil.copytree(os.path.join(KUBERNETES, "kustomize"), str(tmp_path / "kustomize"))
    overlay = tmp_path / "kustomize" / "example" / "kustomization.yaml"
    text = overlay.read_text().replace("../native-sidecar", "../" + way)
    if way == "image-volume":
        text = text.replace("mountPath: /cel\n", "mountPath: /cel\n" + 20 * " " + "subPath: volume\n")
    if way == "two-containers":
        text = text.replace("containers:\n", "containers:\n" + 14 * " " + "- name: cel\n")
    overlay.write_text(text)
    done = tool("kustomize", "build", overlay.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def helm(tool, charts, *options):
    return tool("helm", "template", "shop", charts / "shop", *options)


def objections(tool, text):
    return tool("check", stdin=text).stdout


def meant(text):
    """The object that YAML text means; a list that is empty is as good as none."""
    deployment = yaml.safe_load(text)
    pod = deployment["spec"]["template"]["spec"]
    if pod.get("initContainers", ()) is None:
        del pod["initContainers"]
    return deployment


@EACH_WAY
def test_an_api_server_and_the_restricted_profile_take_the_manifest(tool, way):
    assert objections(tool, manifest(way)) == ""


def test_an_api_server_and_the_restricted_profile_take_the_manifest_with_a_probe(tool):
    assert objections(tool, manifest("readiness")) == ""


@EACH_WAY
def test_the_kustomize_component_makes_the_manifest(tool, tmp_path, way):
    assert meant(kustomized(tool, tmp_path, way)) == meant(manifest(way))


@EACH_WAY
def test_the_helm_chart_makes_the_manifest(tool, charts, way):
    done = helm(tool, charts, "--set", "cel.way=" + way)
    assert (done.returncode, done.stderr) == (0, "")
    assert meant(done.stdout) == meant(manifest(way))


def injected(tool, tmp_path):
    """What Kustomize makes of the example that asks by an annotation, by cel-sidecar as it is installed."""
    program = tmp_path / "image"
    subprocess.run(["cmake", "--install", os.path.join(ROOT, "build", "release"), "--component", "sidecar",
                    "--prefix", str(program)], check=True, stdout=subprocess.DEVNULL)
    done = tool("kustomize", "build", "--enable-alpha-plugins", "--enable-exec",
                os.path.join(KUBERNETES, "kustomize", "inject"), path=str(program))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_kustomize_transformer_makes_the_manifest(tool, tmp_path):
    text = injected(tool, tmp_path)
    assert objections(tool, text) == ""
    made, wanted = meant(text), meant(manifest("native-sidecar"))
    template = made["spec"]["template"]
    assert template["metadata"].pop("annotations") == {"container-exception-logger/inject": "python"}
    security = template["spec"]["initContainers"][0]["securityContext"]
    assert (security.pop("runAsNonRoot"), security.pop("seccompProfile")["type"]) == (True, "RuntimeDefault")
    assert made == wanted


def test_helm_finds_nothing_wrong_with_the_charts(tool, charts):
    done = tool("helm", "lint", "--strict", charts / "cel", charts / "shop")
    assert done.returncode == 0, done.stdout


def test_the_helm_chart_names_the_ways_when_it_is_given_another(tool, charts):
    done = helm(tool, charts, "--set", "cel.way=daemon")
    assert done.returncode != 0
    assert '"daemon": ' + ", ".join(WAYS[:2]) in done.stderr


def test_the_helm_chart_sets_each_languages_variable_joined_to_what_it_held(tool, charts):
    chosen = "cel.hooks={%s}" % ",".join(languages.ALL)
    held = [option for each in languages.ALL for option in ("--set", "cel.held.%s=/x:/y -z" % each)]
    for options, before in ((), ""), (held, "/x:/y -z"):
        done = helm(tool, charts, "--set", chosen, *options)
        assert objections(tool, done.stdout) == ""
        env = meant(done.stdout)["spec"]["template"]["spec"]["containers"][0]["env"]
        assert {each["name"]: each["value"] for each in env} == {
            hook.variable: hook.joined(before) for hook in map(languages.environment, languages.ALL)}


def test_the_helm_chart_names_the_languages_when_it_is_given_another(tool, charts):
    done = helm(tool, charts, "--set", "cel.hooks={cobol}")
    assert done.returncode != 0
    assert '"cobol": there are ' + ", ".join(languages.ALL) in done.stderr


@pytest.mark.parametrize("line, objection", [
    ("drop: [ALL]", "restricted: unrestricted capabilities"),
    ("runAsNonRoot: true", "restricted: runAsNonRoot != true"),
    ("type: RuntimeDefault", "restricted: seccompProfile"),
    ("allowPrivilegeEscalation: false", "restricted: allowPrivilegeEscalation != false"),
    ("name: cel\n          emptyDir:\n            sizeLimit: 32Mi", 'volumeMounts[0].name: Not found: "cel"'),
])
def test_what_a_manifest_must_not_lack_is_noticed(tool, line, objection):
    text = manifest("native-sidecar")
    assert line in text
    assert objection in objections(tool, text.replace(line, ""))


@pytest.mark.parametrize("line, instead, objection", [
    ("mountPath: /cel", "mountpath: /cel", 'unknown field "spec.template.spec.'),
    ("restartPolicy: Always", "restartPolicy: Never", "startupProbe: Forbidden: may not be set for init"),
    ("cpu: 10m", "cpu: 300m", "must be less than or equal to cpu limit"),
    ("kind: Deployment", "kind: Deploymint", 'no kind "Deploymint" is registered'),
])
def test_what_a_manifest_has_wrong_is_noticed(tool, line, instead, objection):
    text = manifest("native-sidecar")
    assert line in text
    assert objection in objections(tool, text.replace(line, instead))


def test_every_container_has_requests_limits_and_a_root_file_system_that_it_cannot_write():
    for way in WAYS:
        pod = meant(manifest(way))["spec"]["template"]["spec"]
        for container in pod["containers"] + pod.get("initContainers", []):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert sorted(container["resources"]) == ["limits", "requests"]
            for mount in container["volumeMounts"]:
                assert mount.get("readOnly", False) is (container["name"] == "shop")


def test_charts_and_manifests_are_of_the_programs_version():
    with open(os.path.join(ROOT, "CMakeLists.txt")) as file:
        version = re.search(r"^project\(\S+ VERSION ([0-9.]+)", file.read(), re.M).group(1)
    chart = yaml.safe_load(open(os.path.join(KUBERNETES, "helm", "cel", "Chart.yaml")))
    assert (chart["version"], chart["appVersion"]) == (version, version)
    for folder, _, names in os.walk(KUBERNETES):
        for name in names:
            with open(os.path.join(folder, name)) as file:
                assert set(re.findall(r"cel-sidecar:([0-9.]+)", file.read())) <= {version}


def test_the_commands_of_the_page_print_what_it_shows(tool, tmp_path):
    folder = str(tmp_path / "kubernetes")
    shutil.copytree(KUBERNETES, folder)
    environment = {"PATH": tool.folder + ":" + os.environ["PATH"], "HOME": str(tmp_path)}
    with open(os.path.join(KUBERNETES, "README.md"), encoding="utf-8") as page:
        commands = pages.commands(page.read())
    assert len(commands) == 3
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command.text], cwd=folder, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, universal_newlines=True,
        )
        assert done.returncode == 0, done.stdout
        assert pages.matches(command, done.stdout), (command, done.stdout)
