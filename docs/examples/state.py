#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A side-car that knows when its pod is ready: it looks every few seconds, and tells whoever asks.

state.py PORT FOLDER
"""

import http.server
import json
import os
import sys
import threading
import time

state = {"disk": "unknown", "files": 0}


def look(folder, every=5):
    """What is your own: replace it by what your program needs."""
    while True:
        try:
            state.update(disk="ok", files=len(os.listdir(folder)))
        except OSError as error:
            state.update(disk=error.strerror, files=0)
        time.sleep(every)


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(state).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """No line for each probe."""


if __name__ == "__main__":
    threading.Thread(target=look, args=(sys.argv[2],), daemon=True).start()
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
