# SPDX-License-Identifier: Apache-2.0
"""An HTTP server on this machine that keeps what it is sent, and answers as a test says."""

import gzip
import http.server
import threading


class Receiver:
    """`answer(request)` returns a status, or (status, headers, body); a request is kept whatever it returns,
    in `taken` if the status is 2xx, else in `refused`."""

    def __init__(self, answer=lambda request: 200, port=0):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                receiver._take(self)

            def log_message(self, *_):
                pass

        self.answer = answer
        self.taken, self.refused = [], []
        self._lock = threading.Lock()
        self._open = set()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def _take(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        if handler.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        request = Request(handler.path, handler.headers, body)
        with self._lock:
            answer = self.answer(request)
            status, headers, text = answer if isinstance(answer, tuple) else (answer, {}, b"")
            (self.taken if status // 100 == 2 else self.refused).append(request)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Request:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body
