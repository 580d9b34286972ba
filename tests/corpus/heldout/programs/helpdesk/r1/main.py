# SPDX-License-Identifier: Apache-2.0
"""The help desk: main.py replay|serve REQUEST SEED. One request, in this process or over HTTP."""

import io
import sys
import threading
from wsgiref import simple_server

import requests_file
from helpdesk import app


def replay(method, path, body, kind):
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(body),
               "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind, "wsgi.errors": sys.stderr}
    app.app.catchall = False
    return b"".join(app.app(environ, lambda status, headers, error=None: None))


def serve(method, path, body, kind):
    server = simple_server.make_server("127.0.0.1", 0, app.app)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    requests_file.send(server.server_port, method, path, body, kind)
    thread.join()
    server.server_close()


def main(way, request, seed):
    app.tickets.load(requests_file.data(request, seed))
    run = {"replay": replay, "serve": serve}[way]
    return run(*requests_file.request(request, seed))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
