# SPDX-License-Identifier: Apache-2.0
"""cel-sidecar as tests start it, and a client of its relay that speaks the protocol by itself."""

import os
import signal
import socket
import subprocess
import time

from engines.bare import Stream


class Sidecar:
    """`program serve --install VOLUME`, with the log it writes (stdout) drained, or not, by us."""

    def __init__(self, program, volume, *arguments, drain=True, prefix=(), **options):
        self.volume, self.log = str(volume), Stream()
        if drain:
            self.log.drain()
        arguments = arguments or ("serve", "--install", self.volume)
        self.process = subprocess.Popen(
            [*prefix, program, *arguments], stdin=subprocess.DEVNULL, stdout=self.log.writing_end,
            stderr=subprocess.PIPE, **options,
        )
        self.log.close_writing_end()

    @property
    def socket(self):
        return os.path.join(self.volume, "run", "cel.sock")

    def wait_ready(self):
        end = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < end:
            if os.path.exists(os.path.join(self.volume, "run", "ready")):
                return self
            time.sleep(0.01)
        raise AssertionError("not ready: %r" % self.process.communicate()[1])

    def end(self, sent=signal.SIGTERM):
        """Sends the signal and returns (exit status, log, what it said)."""
        self.process.send_signal(sent)
        said = self.process.communicate(timeout=60)[1].decode()
        return self.process.returncode, self.log.finish(), said

    def __enter__(self):
        return self.wait_ready()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def hand_over(path, message, timeout=30):
    """Sends one message to the relay at `path` and returns its answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(timeout)
        client.connect(path)
        try:
            client.sendall(message)
            client.shutdown(socket.SHUT_WR)
        except BrokenPipeError:
            pass  # refused before it was read; the answer says why
        try:
            return client.recv(1000)
        except ConnectionResetError:
            return b""
