# SPDX-License-Identifier: Apache-2.0
"""cel-sidecar inject: manifests get the sidecar, the volume and the variables of their languages."""

import json
import subprocess

import languages
import pytest
import yaml

ASK = "container-exception-logger/inject"


@pytest.fixture
def inject(sidecar_program):
    """Runs it on manifests, objects or text: its CompletedProcess."""

    def run(manifests, *options):
        text = manifests if isinstance(manifests, str) else yaml.safe_dump_all(manifests)
        return subprocess.run([sidecar_program, "inject", *options], input=text, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, universal_newlines=True)

    return run


def pod(asked="python", **spec):
    spec.setdefault("containers", [{"name": "shop", "image": "shop:1.0"}])
    metadata = {"name": "shop"}
    if asked is not None:
        metadata["annotations"] = {ASK: asked}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def workload(kind, asked="python"):
    template = {key: pod(asked)[key] for key in ("metadata", "spec")}
    group = {"Job": "batch/v1", "CronJob": "batch/v1", "ReplicationController": "v1"}.get(kind, "apps/v1")
    spec = {"template": template}
    if kind == "CronJob":
        spec = {"schedule": "@daily", "jobTemplate": {"spec": spec}}
    return {"apiVersion": group, "kind": kind, "metadata": {"name": "shop"}, "spec": spec}


def pod_spec(made):
    spec = made["spec"]
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    return spec["template"]["spec"] if "template" in spec else spec


def injected(done):
    """The only object that it printed."""
    assert done.returncode == 0, done.stderr
    (made,) = yaml.safe_load_all(done.stdout)
    return made


def env_of(container):
    return {each["name"]: each.get("value") for each in container["env"]}


KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob")


@pytest.mark.parametrize("made", [pod()] + [workload(kind) for kind in KINDS], ids=("Pod",) + KINDS)
def test_each_kind_gets_the_sidecar_the_volume_and_the_variable(inject, made):
    done = inject([made])
    spec = pod_spec(injected(done))
    (sidecar,) = spec["initContainers"]
    assert (sidecar["name"], sidecar["restartPolicy"]) == ("cel", "Always")
    assert [volume["name"] for volume in spec["volumes"]] == ["cel"]
    (shop,) = spec["containers"]
    assert env_of(shop) == {"PYTHONPATH": "/cel"}
    assert shop["volumeMounts"] == [{"name": "cel", "mountPath": "/cel", "readOnly": True}]
    assert done.stderr == "cel-sidecar: %s/shop reports now: python\n" % made["kind"]


def test_what_is_injected_is_not_injected_again(inject):
    once = inject([workload("Deployment", "all"), pod("ruby", containers=[{"name": "a"}, {"name": "b"}])])
    assert inject(once.stdout).stdout == once.stdout


def test_lists_and_several_documents_are_gone_through_and_other_objects_stay(inject):
    config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"x": "0123"}}
    listed = {"apiVersion": "v1", "kind": "List", "items": [config, pod(), workload("Job")]}
    done = inject([config, listed, pod(None)])
    first, made, last = yaml.safe_load_all(done.stdout)
    assert (first, made["items"][0], last) == (config, config, pod(None))
    assert all("initContainers" in pod_spec(each) for each in made["items"][1:])


def test_every_languages_variable_is_joined_to_what_the_manifest_sets(inject):
    hooks = [languages.environment(each) for each in languages.ALL]
    for held in ("", "/x:/y -z"):
        env = [{"name": hook.variable, "value": held} for hook in hooks]
        made = pod("all", containers=[{"name": "shop", "env": env}])
        assert env_of(injected(inject([made]))["spec"]["containers"][0]) == {
            hook.variable: hook.joined(held) for hook in hooks}


def test_init_containers_report_too_and_start_after_the_sidecar(inject):
    made = pod(initContainers=[{"name": "migrate"}])
    sidecar, migrate = injected(inject([made]))["spec"]["initContainers"]
    assert sidecar["name"] == "cel"
    assert env_of(migrate) == {"PYTHONPATH": "/cel"}


def test_a_variable_that_comes_from_elsewhere_stays_and_is_named(inject):
    env = [{"name": "PYTHONPATH", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}]
    done = inject([pod(containers=[{"name": "shop", "env": env}])])
    assert injected(done)["spec"]["containers"][0]["env"] == env
    assert "PYTHONPATH of the container shop comes from elsewhere (valueFrom)" in done.stderr


@pytest.mark.parametrize("made, why", [
    (pod("false"), "its annotation " + ASK + " says so"),
    (pod(" "), "names no language"),
    (pod(None, hostNetwork=True), "it is on the host's network"),
    (dict(pod(None), metadata={"name": "shop", "namespace": "kube-system"}), "its namespace is the system's"),
    (pod(os={"name": "windows"}), "it is for Windows"),
    (pod(volumes=[{"name": "cel", "configMap": {"name": "c"}}]), "it has another volume cel"),
    (pod(containers=[{"name": "a", "volumeMounts": [{"name": "b", "mountPath": "/cel"}]}]),
     "the container 'a' has another volume at /cel"),
], ids=("opts out", "no language", "host network", "system", "windows", "volume", "mount"))
def test_a_pod_is_left_alone(inject, made, why):
    done = inject([made], "--hooks", "python")
    assert injected(done) == made
    assert done.stderr.startswith("cel-sidecar: Pod/shop is left alone: ") and why in done.stderr


@pytest.mark.parametrize("made", [
    pod("python", hostNetwork=True), pod(None),
    dict(pod(), metadata=dict(pod()["metadata"], namespace="kube-system"))], ids=("host", "hooks", "system"))
def test_a_pod_is_injected_when_it_or_the_command_line_asks(inject, made):
    assert injected(inject([made], "--hooks", "python"))["spec"]["initContainers"]


def test_the_sidecar_of_a_pod_of_root_is_not_root(inject):
    for security, user in (({"runAsUser": 0}, 65532), ({"runAsUser": 1000}, None)):
        (sidecar,) = injected(inject([pod(securityContext=security)]))["spec"]["initContainers"]
        assert sidecar["securityContext"].get("runAsUser") == user


def test_the_image_is_the_one_that_is_named(inject):
    made = injected(inject([pod()], "--image", "registry.example/cel:2"))
    assert made["spec"]["initContainers"][0]["image"] == "registry.example/cel:2"


def test_texts_stay_texts_and_names_of_yaml_are_resolved(inject):
    text = """\
apiVersion: v1
kind: Pod
metadata: {name: "1.0", annotations: {container-exception-logger/inject: python}, labels: {on: "yes", a: '0'}}
spec:
  containers:
  - &shop {name: shop, args: ["no", ~, 010, 1e3, "", !!str 7, "a: b", '#c'], env: [{name: A, value: !!str 1}]}
  - <<: *shop
    name: shop2
    command:
    - |
      set -e
        exec x
    - >-
      folded
      text
"""
    (was,), made = list(yaml.safe_load_all(text)), injected(inject(text))
    for container in made["spec"]["containers"]:
        assert container.pop("volumeMounts") and container["env"].pop(1)["name"] == "PYTHONPATH"
    del made["spec"]["initContainers"], made["spec"]["volumes"]
    assert made == was


def test_json_comes_out_as_json(inject):
    made = json.loads(inject(json.dumps(pod(None, a=[1, 2.5, True, None, "true", "ü\n"]), indent=2)).stdout)
    assert made["spec"]["a"] == [1, 2.5, True, None, "true", "ü\n"]
    made = json.loads(inject(json.dumps(workload("Deployment"))).stdout)
    assert len(pod_spec(made)["initContainers"]) == 1


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    "%s: &%s [%s]\n" % (name, name, ", ".join(["*" + last] * 10)) for last, name in zip("abcdef", "bcdefg"))


@pytest.mark.parametrize("text, sentence", [
    ("kind: [", "the manifests are no YAML: line 2: "),
    ("a: *b", "line 1: nothing before it has the anchor of *b"),
    ("[" * 200, "line 1: more than 100 nodes lie within each other"),
    (BOMB, "more than 500000 nodes"),
    (yaml.safe_dump(pod("python,cobol")), "Pod/shop: there is no hook for 'cobol', but for "),
    ("a: \x01", "no YAML: line "),
], ids=("open", "anchor", "deep", "bomb", "language", "control"))
def test_bad_input_is_one_sentence_and_status_1(inject, text, sentence):
    done = inject(text)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("cel-sidecar: ") and done.stderr.count("\n") == 1
    assert sentence in done.stderr


def test_bad_options_are_one_sentence_and_status_1(inject, tmp_path):
    for options, sentence in ((["--hooks", "cobol"], "there is no hook for 'cobol'"),
                              ([str(tmp_path / "none.yaml")], "cannot read ")):
        done = inject("", *options)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert sentence in done.stderr
