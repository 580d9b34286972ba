#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""kubectl's part in the pages that tests run, where podman plays the pods:

    kubectl apply -f FILE|-    kubectl logs deploy/NAME -c CONTAINER    kubectl delete -f FILE|-
    kubectl exec deploy/NAME -c CONTAINER -- COMMAND ARG...

Anything else is an error. It runs in the machine of the engine, whose variables its environment has."""

import argparse
import os
import subprocess
import sys

import yaml
from engines.machine import Machine
from engines.podman import Podman
from pods import Pod


class Here:
    """The machine, for what runs in it already."""

    store = Machine.store

    @staticmethod
    def run(*argv, env=None, stdin=b""):
        environment = dict(os.environ, **(env or {}))
        return subprocess.run(
            list(map(str, argv)), env=environment, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


def pods_of(file, engine):
    deployments = yaml.safe_load_all(sys.stdin if file == "-" else open(file))
    for deployment in filter(None, deployments):
        assert deployment["kind"] == "Deployment"
        yield Pod(engine, deployment["metadata"]["name"], deployment["spec"]["template"]["spec"])


def container(arguments):
    kind, name = arguments.workload.split("/")
    assert kind in ("deploy", "deployment")
    return name + "-" + arguments.container


def main():
    parser = argparse.ArgumentParser(prog="kubectl")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("apply", "delete"):
        verbs.add_parser(verb).add_argument("-f", dest="file", required=True)
    for verb in ("logs", "exec"):
        each = verbs.add_parser(verb)
        each.add_argument("workload")
        each.add_argument("-c", dest="container", required=True)
    words = sys.argv[1:]
    command = words[words.index("--") + 1 :] if "--" in words else []
    arguments = parser.parse_args(words[: words.index("--")] if command else words)
    if arguments.verb == "logs":
        logs = subprocess.run(["podman", "logs", container(arguments)], stderr=subprocess.STDOUT)
        sys.exit(logs.returncode)
    if arguments.verb == "exec":
        sys.exit(subprocess.run(["podman", "exec", container(arguments), *command]).returncode)
    folder = os.path.dirname(os.environ["CONTAINERS_CONF"])
    for pod in pods_of(arguments.file, Podman(Here(), "k8s-file", folder, None)):
        if arguments.verb == "apply":
            pod.create().start()
            print("deployment.apps/%s created" % pod.name)
        else:
            pod.remove()
            print('deployment.apps "%s" deleted' % pod.name)


if __name__ == "__main__":
    main()
