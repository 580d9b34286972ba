# SPDX-License-Identifier: Apache-2.0
"""A relay for tests: a unix socket that takes one record and a newline, and answers `ok` or `error <why>`."""

import os
import socket
import threading


class Relay:
    """Listens on `path`, for everybody, and keeps what it was sent in `received`, the bytes of each
    connection."""

    def __init__(self, path, answer=b"ok\n"):
        self.path = str(path)
        self.received = []
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.path)
        os.chmod(self.path, 0o666)
        self._socket.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                with connection.makefile("rb") as stream:
                    self.received.append(stream.read())
                connection.sendall(self._answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()
        os.unlink(self.path)
