# SPDX-License-Identifier: Apache-2.0
"""cel --kubernetes: a pod's reports by the API server, each once, whatever the server does."""

import json
import os
import subprocess
import time

import pytest
from pod_api import Api
from programs import PATIENCE
from reports import report, text_of
from shipping import CEL, ROOT, wait_for
from test_follow import Following

SOON = {"CEL_KUBERNETES_SILENCE": "1s"}


@pytest.fixture
def api(tmp_path):
    server = Api(str(tmp_path / "api"))
    server.run("shop-1", "shop", app="shop")
    yield server
    server.go_away()


@pytest.fixture
def lines(tmp_path):
    """The lines of reports, as the logger writes them."""

    def make(*records):
        made = b""
        for record in records:
            logger = os.path.join(ROOT, "build", "bin", "container-exception-logger")
            path = str(tmp_path / "lines")
            argv = [logger, "--sink", "file:" + path]
            subprocess.run(argv, input=text_of(record), env=PATIENCE, check=True)
            with open(path, "rb") as file:
                made += file.read()
            os.remove(path)
        return made.splitlines()

    return make


@pytest.fixture
def follow(api, tmp_path):
    """`cel follow` in the pod: Following."""
    started = []

    def start(option="--kubernetes", folder=tmp_path, **environment):
        following = Following(folder, option, command=lambda *argv: api.argv(*argv, **environment))
        started.append(following)
        following.start()
        return following

    yield start
    for each in started:
        each.kill()


def reports(*numbers, size=1000):
    return [report(number, size) for number in numbers]


def in_pod(api, *argv, **environment):
    return subprocess.run(api.argv(CEL, *argv, **environment), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


def test_new_reports_come_once_with_the_container_that_the_server_attests(api, follow, lines):
    api.write("shop-1", "shop", lines(*reports(0)), late=100)
    following = follow()
    api.write("shop-1", "shop", [b"other words"] + lines(*reports(1), *reports(2, size=40000)))
    following.expect(reports(1) + reports(2, size=40000))
    with open(following.output) as output:
        container = json.loads(output.readline())["container"]
    assert {key: container[key] for key in ("name", "pod", "namespace", "image")} == {
        "name": "shop", "pod": "shop-1", "namespace": "shop", "image": "shop:1.0"}
    following.end()


def test_a_container_that_restarts_is_read_to_its_end_and_from_its_start(api, follow, lines):
    following = follow()
    for number in range(0, 6, 2):
        api.write("shop-1", "shop", lines(*reports(number)))
        api.run("shop-1", "shop")
        api.write("shop-1", "shop", lines(*reports(number + 1)))
        following.expect(reports(*range(number + 2)))
    api.end("shop-1", "shop")
    following.end()


def test_what_came_while_nobody_looked_is_read_of_the_previous_instance_too(api, follow, lines):
    following = follow()
    api.write("shop-1", "shop", lines(*reports(0)))
    following.expect(reports(0))
    following.end(9)
    api.write("shop-1", "shop", lines(*reports(1)))
    api.run("shop-1", "shop")
    api.write("shop-1", "shop", lines(*reports(2)))
    api.run("shop-1", "cart")
    api.write("shop-1", "cart", lines(*reports(3)))
    following.start()
    following.expect(reports(0, 1, 2, 3))
    following.end()


def test_broken_connections_and_lines_out_of_order_lose_and_repeat_nothing(api, follow, lines):
    following = follow()
    api.clock = time.time() + 5  # all of it is later than the start
    for number in range(0, 12, 2):
        api.write("shop-1", "shop", lines(*reports(number)))
        api.write("shop-1", "shop", lines(*reports(number + 1)), late=0.5)
        if number % 4 == 0:
            api.break_connections()
    following.expect(reports(*range(12)))


def test_a_rotation_of_which_nobody_tells_is_noticed(api, follow, lines):
    following = follow(**SOON)
    api.write("shop-1", "shop", lines(*reports(0)))
    following.expect(reports(0))
    api.rotate_silently("shop-1", "shop")
    api.write("shop-1", "shop", lines(*reports(1)))
    following.expect(reports(0, 1))


def test_a_server_that_is_away_is_waited_for(api, follow, lines):
    following = follow()
    api.write("shop-1", "shop", lines(*reports(0)))
    following.expect(reports(0))
    api.go_away()
    api.write("shop-1", "shop", lines(*reports(1)))
    api.run("shop-1", "shop")
    api.write("shop-1", "shop", lines(*reports(2)))
    api.come_back()
    following.expect(reports(0, 1, 2))


@pytest.mark.parametrize("failure", [
    ("log", 429, ("Retry-After", "1")), ("log", 503), ("log", 410), ("pods", 429), ("pods", 500),
], ids=lambda failure: "%s %d" % failure[:2])
def test_a_server_that_refuses_for_now_is_asked_again(api, follow, lines, failure):
    following = follow()
    api.failures = [failure, failure]
    api.break_connections()
    api.write("shop-1", "shop", lines(*reports(1)))
    following.expect(reports(1))
    assert api.failures == []


def test_a_token_that_was_renewed_is_read_again(api, follow, lines):
    following = follow()
    api.renew("two")
    api.break_connections()
    api.write("shop-1", "shop", lines(*reports(0)))
    following.expect(reports(0))


def test_a_selector_means_the_pods_with_these_labels_now_and_later(api, follow, lines):
    api.run("cart-1", "cart", app="cart", tier="web")
    following = follow("--kubernetes=app=cart,tier=web")
    api.write("cart-1", "cart", lines(*reports(0)))
    api.write("shop-1", "shop", lines(*reports(9)))
    api.run("cart-2", "cart", app="cart", tier="web")
    api.write("cart-2", "cart", lines(*reports(1)))
    following.expect(reports(0, 1))
    del api.pods["cart-1"]
    api.write("cart-2", "cart", lines(*reports(2)))
    following.expect(reports(0, 1, 2))


def test_list_reads_what_there_is_of_the_previous_and_the_current_instance(api, lines):
    api.write("shop-1", "shop", lines(*reports(0)))
    api.run("shop-1", "shop")
    api.write("shop-1", "shop", lines(*reports(1)))
    api.run("shop-1", "cart")
    api.write("shop-1", "cart", lines(*reports(2)))
    for options, wanted in (((), [2, 1, 0]), (("--reverse",), [0, 1, 2]), (("container=shop",), [1, 0])):
        done = in_pod(api, "list", "--json", "--kubernetes", *options)
        assert (done.returncode, done.stderr) == (0, "")
        assert [json.loads(line)["record"] for line in done.stdout.splitlines()] == reports(*wanted)


def test_ship_takes_a_pods_reports_on(api, lines, tmp_path):
    argv = api.argv(CEL, "ship", "--state", str(tmp_path / "state"), "--kubernetes", "--to",
                    "exec=cat >>%s" % (tmp_path / "shipped"))
    with subprocess.Popen(argv, stderr=subprocess.DEVNULL) as ship:
        try:
            wait_for(lambda: any(query.get("follow") for _, query in api.asked))
            api.write("shop-1", "shop", lines(*reports(0)))
            shipped = tmp_path / "shipped"
            wait_for(lambda: shipped.exists() and b"report 0" in shipped.read_bytes())
        finally:
            ship.terminate()


@pytest.mark.parametrize("change, sentence", [
    ({"failures": [("pods", 403)] * 2}, "does not let this pod's service account get pods in the namespace"),
    ({"pods": {}}, "(404): give it a Role with get on pods and pods/log, or name the pod by POD_NAME"),
    ({"token": "other"}, "does not take the token of this pod's service account (401)"),
    ({"failures": [("log", 403)] * 2}, "log"),
], ids=("forbidden", "unknown", "token", "no logs"))
@pytest.mark.parametrize("command", ["list", "follow"])
def test_a_right_that_is_missing_is_one_sentence(api, command, change, sentence):
    for name, value in change.items():
        setattr(api, name, value)
    done = in_pod(api, command, "--json", "--kubernetes")
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr and done.stderr.count("\n") == 1


def test_outside_of_a_pod_it_says_so():
    done = subprocess.run([CEL, "follow", "--kubernetes"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True,
                          env={key: value for key, value in os.environ.items() if "KUBERNETES" not in key})
    assert (done.returncode, done.stdout) == (1, "")
    assert "this is no pod of Kubernetes" in done.stderr
