# SPDX-License-Identifier: Apache-2.0
"""A server on loopback that takes whatever an agent of error tracking sends, and keeps the text of it."""

import contextlib
import gzip
import http.server
import threading
import zlib


@contextlib.contextmanager
def collector():
    """Yields the server's address, "http://127.0.0.1:PORT", and the list that what is sent is added to, as
    bytes."""
    received = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(received))
    server.handle_error = lambda *args: None  # of clients that die while they send
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "http://127.0.0.1:%d" % server.server_address[1], received
    finally:
        server.shutdown()
        server.server_close()


def _handler(received):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self):
            received.append(_plain(self._body(), self.headers.get("Content-Encoding", "")))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = do_PUT = _take

        def _body(self):
            if self.headers.get("Transfer-Encoding", "") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            pieces = []
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
                if not size:
                    return b"".join(pieces)

        def log_message(self, *args):
            pass

    return Handler


def _plain(body, encoding):
    try:
        return {"gzip": gzip.decompress, "deflate": zlib.decompress}.get(encoding, bytes)(body)
    except (OSError, zlib.error):
        return body
