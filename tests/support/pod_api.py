# SPDX-License-Identifier: Apache-2.0
"""The part of a Kubernetes API server that tells of pods and gives their logs, with its ways to fail; and
programs that run in such a pod."""

import datetime
import http.server
import json
import os
import shlex
import socket
import socketserver
import ssl
import subprocess
import threading
import time
import urllib.parse

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


def stamp(seconds):
    """As the kubelet writes it."""
    text = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return "%s.%09dZ" % (text, int(seconds % 1 * 1000000) * 1000)


class Instance:
    """One run of a container: its log, and whether it still runs."""

    def __init__(self, number):
        self.id, self.lines, self.runs, self.rotations = "%064x" % number, [], True, 0


class Api(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """One namespace, `shop`, with pods of containers; each pod is a dict of lists of instances."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder):
        self.folder, self.token = folder, "one"
        self.changed = threading.Condition()
        self.pods, self.labels, self.asked, self.failures, self.clock = {}, {}, [], [], 0.0
        self.instances = 0
        self._make_account()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.path("server.crt"), self.path("server.key"))
        self.open_connections = set()
        super().__init__(("127.0.0.1", 0), Handler)
        self.start()

    def path(self, name):
        return os.path.join(self.folder, name)

    def _make_account(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", self.path("server.key"), "-out", self.path("server.crt"), "-days", "2", "-subj",
             "/CN=kubernetes", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.makedirs(self.path("account"), exist_ok=True)
        for name, text in (("namespace", "shop"), ("ca.crt", open(self.path("server.crt")).read())):
            with open(os.path.join(self.folder, "account", name), "w") as file:
                file.write(text)
        self.renew("one")

    def renew(self, token):
        """The kubelet renews the token, and the old one is not taken any more."""
        with open(self.path("account/token.new"), "w") as file:
            file.write(token + "\n")
        os.rename(self.path("account/token.new"), self.path("account/token"))
        self.token = token

    # The server

    def get_request(self):
        connection, address = super().get_request()
        self.open_connections.add(connection)
        return connection, address

    def finish_request(self, request, client_address):
        request.settimeout(60)
        secure = self.context.wrap_socket(request, server_side=True)
        self.open_connections.add(secure)
        try:
            super().finish_request(secure, client_address)
        finally:
            secure.close()

    def handle_error(self, request, client_address):
        """Clients that go are no news."""

    def start(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def break_connections(self):
        """As by a load balancer."""
        for connection in list(self.open_connections):
            try:
                connection.shutdown(2)
            except OSError:
                pass
        self.open_connections.clear()

    def go_away(self):
        self.shutdown()
        self.socket.close()
        self.break_connections()

    def come_back(self):
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.server_bind()
        self.server_activate()
        self.start()

    # What it knows

    def run(self, pod, container, **labels):
        """Starts a container, or starts it again."""
        with self.changed:
            runs = self.pods.setdefault(pod, {}).setdefault(container, [])
            for old in runs:
                old.runs = False
            self.instances += 1
            runs.append(Instance(self.instances))
            self.labels[pod] = labels
            self.changed.notify_all()

    def end(self, pod, container):
        with self.changed:
            self.pods[pod][container][-1].runs = False
            self.changed.notify_all()

    def write(self, pod, container, lines, late=0.0):
        """Appends lines to the log of the instance that ran last, `late` seconds after they were written."""
        with self.changed:
            for line in lines:
                self.clock = max(self.clock + 0.000002, time.time())
                self.pods[pod][container][-1].lines.append((self.clock - late, line))
            self.changed.notify_all()

    def rotate_silently(self, pod, container):
        """The kubelet rotates the log, and whoever follows it hears nothing any more."""
        with self.changed:
            self.pods[pod][container][-1].rotations += 1
            self.changed.notify_all()

    def pod_object(self, name):
        statuses = []
        for container, runs in sorted(self.pods[name].items()):
            ids = ["containerd://" + run.id for run in runs]
            state = {"running": {}} if runs[-1].runs else {"terminated": {"containerID": ids[-1]}}
            status = {"name": container, "image": "shop:1.0", "restartCount": len(runs) - 1, "state": state,
                      "containerID": ids[-1], "lastState": {}}
            if len(runs) > 1:
                status["lastState"] = {"terminated": {"containerID": ids[-2]}}
            statuses.append(status)
        return {"kind": "Pod", "metadata": {"name": name, "namespace": "shop", "uid": "uid-" + name},
                "status": {"containerStatuses": statuses}}

    # Programs in the pod

    def argv(self, *argv, pod="shop-1", **environment):
        """A command that runs `argv` as in a container of the pod."""
        environment = dict({"KUBERNETES_SERVICE_HOST": "127.0.0.1", "POD_NAME": pod,
                            "KUBERNETES_SERVICE_PORT": str(self.server_address[1])}, **environment)
        script = "mount -t tmpfs none /run && mkdir -p %s && mount --bind %s %s && exec env %s %s" % (
            ACCOUNT, shlex.quote(self.path("account")), ACCOUNT,
            " ".join(shlex.quote("%s=%s" % pair) for pair in environment.items()),
            " ".join(map(shlex.quote, argv)))
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Api
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        api, url = self.server, urllib.parse.urlparse(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if self.headers["Authorization"] != "Bearer " + api.token:
            return self.answer(401)
        parts = url.path.split("/")[5:]
        with api.changed:
            api.asked.append((url.path, query))
            # A failure is a status, with headers, and which requests it is for: pods or log.
            for failure in api.failures:
                if failure[0] == ("log" if parts[-1] == "log" else "pods"):
                    api.failures.remove(failure)
                    return self.answer(failure[1], b"no\n", failure[2:])
        if parts == ["pods"]:
            wanted = dict(pair.split("=") for pair in query["labelSelector"].split(","))
            items = [api.pod_object(name) for name in api.pods if wanted.items() <= api.labels[name].items()]
            return self.answer(200, json.dumps({"kind": "PodList", "items": items}).encode())
        if parts[1] not in api.pods:
            return self.answer(404)
        if len(parts) == 2:
            return self.answer(200, json.dumps(api.pod_object(parts[1])).encode())
        return self.log(api, api.pods[parts[1]][query["container"]], query)

    def log(self, api, runs, query):
        if "previous" in query and len(runs) < 2:
            return self.answer(400, b"previous terminated container not found")
        instance = runs[-2] if "previous" in query else runs[-1]
        since = query.get("sinceTime", "")[:-1]
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with api.changed:
            rotations = instance.rotations
            at = 0
            while True:
                while at < len(instance.lines) and rotations == instance.rotations:
                    when, line = instance.lines[at]
                    at += 1
                    if stamp(when)[:19] >= since:
                        self.chunk(stamp(when).encode() + b" " + line + b"\n")
                if "follow" not in query or (not instance.runs and rotations == instance.rotations):
                    break
                api.changed.wait(60)
        self.chunk(b"")

    def chunk(self, bytes_):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(bytes_), bytes_))
        self.wfile.flush()

    def log_message(self, *_):
        pass
