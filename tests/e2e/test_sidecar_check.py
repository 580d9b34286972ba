# SPDX-License-Identifier: Apache-2.0
"""cel-sidecar check: a probe for a program whose image has neither a shell nor curl."""

import http.server
import json
import os
import re
import socket
import socketserver
import subprocess
import sys
import threading
import time

import pytest
import yaml
from manifests import ROOT


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Answers each request by `answer`: bytes, or a function of the path that gives status and body."""

    daemon_threads = True

    def __init__(self, answer, family=socket.AF_INET):
        self.address_family = family
        super().__init__(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), Handler)
        self.answer, self.asked = answer, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, host="127.0.0.1", path="/ready"):
        return "http://%s:%d%s" % (host, self.server_address[1], path)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        if isinstance(self.server.answer, bytes):
            self.wfile.write(self.server.answer)
            return
        status, body = self.server.answer(self.path)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def check(sidecar_program):
    def run(*options):
        done = subprocess.run([sidecar_program, "check", *map(str, options)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        assert done.stdout == "" and done.stderr.count("\n") == (1 if done.returncode else 0)
        return done

    return run


@pytest.fixture
def serve():
    servers = []

    def start(answer, **options):
        servers.append(Server(answer, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


STATE = {"db": {"state": "ok", "up": True}, "queues": [{"lag": 0}]}
ALL_WELL = ("--json-equals", "db.state=ok", "--json-equals", "db.up=true", "--json-equals", "queues.0.lag=0")


def test_a_server_that_is_well_is_ready(check, serve):
    server = serve(lambda path: (200, json.dumps(STATE).encode()))
    assert check("--http", server.url(path="/ready?deep=1"), *ALL_WELL).returncode == 0
    assert server.asked == [("/ready?deep=1", "127.0.0.1:%d" % server.server_address[1])]


def test_localhost_is_asked_by_both_protocols(check, serve):
    for family in (socket.AF_INET, socket.AF_INET6):
        assert check("--http", serve(lambda path: (204, b""), family=family).url("localhost")).returncode == 0


@pytest.mark.parametrize("status, body, why", [
    (503, b"{}", "answers with status 503"),
    (302, b"", "answers with status 302"),
    (200, b'{"db": {"state": "down"}}', "db.state is 'down', not 'ok'"),
    (200, b"<html>", "its answer is no JSON"),
    (200, b"{}", "its answer has no db.state"),
], ids=("status", "redirect", "value", "html", "missing"))
def test_a_server_that_is_not_well_is_not_ready(check, serve, status, body, why):
    server = serve(lambda path: (status, body))
    done = check("--http", server.url(), *ALL_WELL)
    assert done.returncode == 1
    assert done.stderr.startswith("cel-sidecar: " + server.url()) and why in done.stderr


@pytest.mark.parametrize("answer, why", [
    (b"", "it answered nothing"),
    (b"hello\r\n\r\n", "it does not answer by HTTP/1"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "its answer ends too early"),
    (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (2 << 20), ""),
], ids=("nothing", "other", "short", "endless"))
def test_an_answer_that_is_none_is_not_ready(check, serve, answer, why):
    done = check("--http", serve(answer).url(), "--json-equals", "a=b")
    assert done.returncode == 1 and why in done.stderr


def test_a_server_that_does_not_answer_is_not_waited_for(check):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = "http://127.0.0.1:%d/" % silent.getsockname()[1]
        done = check("--http", url, "--timeout", "200ms")
        assert (done.returncode, done.stderr) == (1, "cel-sidecar: %s: it does not answer in time\n" % url)
    done = check("--http", url)
    assert done.returncode == 1 and "cannot connect: Connection refused" in done.stderr


def test_a_file_is_there_and_new_enough(check, tmp_path):
    beat = tmp_path / "beat"
    assert "No such file" in check("--file", beat).stderr
    beat.write_text("")
    assert check("--file", beat).returncode == check("--file", beat, "--max-age", "1h").returncode == 0
    old = time.time() - 7200
    os.utime(str(beat), (old, old))
    assert check("--file", beat).returncode == 0
    done = check("--file", beat, "--max-age", "1h")
    assert done.returncode == 1 and re.search("was changed 7[0-9]{3} s ago, .*longer than 1h", done.stderr)


def test_all_that_is_named_has_to_hold(check, serve, sidecar_program, tmp_path):
    (tmp_path / "beat").write_text("")
    url = serve(lambda path: (200, b"")).url()
    holding = ["--http", url, "--file", tmp_path / "beat"]
    done = check(*holding, "--ready", tmp_path)
    assert done.returncode == 1 and "run/ready is not there" in done.stderr
    subprocess.run([sidecar_program, "install", str(tmp_path)], check=True, stderr=subprocess.DEVNULL)
    assert check(*holding, "--ready", tmp_path).returncode == 0
    assert check(*holding, "--file", tmp_path / "none").returncode == 1


@pytest.mark.parametrize("options, why", [
    ([], "check needs something to check: --http URL, --file PATH or --ready DIR"),
    (["--http", "https://127.0.0.1/"], "name it http://HOST[:PORT][/PATH]"),
    (["--http", "http://shop/"], "it is neither localhost nor an IP address"),
    (["--http", "http://127.0.0.1:1/", "--json-equals", "ready"], "takes PATH=VALUE, not 'ready'"),
    (["--file", "/", "--max-age", "soon"], "--max-age takes a time such as 60s, 500ms or 5m, not 'soon'"),
    (["--file", "/", "--timeout", ""], "--timeout takes a time"),
], ids=("nothing", "tls", "name", "equals", "age", "timeout"))
def test_a_command_line_that_makes_no_sense_is_one_sentence_and_status_1(check, options, why):
    done = check(*options)
    assert done.returncode == 1 and why in done.stderr


def test_the_example_of_a_python_side_car_is_asked_by_the_manifests_probe(check, tmp_path):
    with open(os.path.join(ROOT, "packaging", "kubernetes", "readiness.yaml")) as file:
        pod = yaml.safe_load(file)["spec"]["template"]["spec"]
    (program, command, *options) = pod["initContainers"][0]["readinessProbe"]["exec"]["command"]
    assert (program, command) == ("/cel-sidecar", "check")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    options = [option.replace(":8081/", ":%s/" % port) for option in options]
    assert pod["containers"][1]["command"][2] == "8081"
    example = os.path.join(ROOT, "docs", "examples", "state.py")
    for folder, ready in ((str(tmp_path), True), (str(tmp_path / "none"), False)):
        side_car = subprocess.Popen([sys.executable, example, port, folder], stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 60
            done = check(*options)
            while re.search("Connection refused|'unknown'", done.stderr) and time.monotonic() < until:
                time.sleep(0.05)
                done = check(*options)
            assert (done.returncode == 0) is ready, done.stderr
        finally:
            side_car.kill()
            side_car.wait()
    assert done.stderr.endswith("disk is 'No such file or directory', not 'ok'\n")


def test_the_page_shows_the_manifests_probe():
    with open(os.path.join(ROOT, "docs", "readiness.md"), encoding="utf-8") as page:
        shown = page.read().partition("```yaml\n")[2].partition("   ```")[0]
    with open(os.path.join(ROOT, "packaging", "kubernetes", "readiness.yaml")) as file:
        assert shown in file.read()
