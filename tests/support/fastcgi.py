# SPDX-License-Identifier: Apache-2.0
"""A client of FastCGI (fastcgi-archives.github.io/FastCGI_Specification.html) that asks for one page, as
a web server does."""

import collections
import socket
import struct

Page = collections.namedtuple(
    "Page", "output errors"
)  # headers and body; what a server puts into its error log

_BEGIN, _END, _PARAMS, _STDIN, _STDOUT, _STDERR = 1, 3, 4, 5, 6, 7
_HEADER = struct.Struct("!BBHHBx")


def ask(path, script, **more):
    """The Page of a script from the server that listens on the socket `path`."""
    variables = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_FILENAME": str(script),
        "SCRIPT_NAME": "/page.php",
        "REQUEST_URI": "/page.php",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    pairs = b"".join(
        _length(name) + _length(value) + name.encode() + value.encode()
        for name, value in dict(variables, **more).items()
    )
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(str(path))
        connection.sendall(
            _record(_BEGIN, struct.pack("!HB5x", 1, 0))
            + _record(_PARAMS, pairs)
            + _record(_PARAMS, b"")
            + _record(_STDIN, b"")
        )
        with connection.makefile("rb") as stream:
            return _answer(stream)


def _answer(stream):
    texts = {_STDOUT: b"", _STDERR: b""}
    while True:
        _, kind, _, size, padding = _HEADER.unpack(stream.read(_HEADER.size))
        content = stream.read(size + padding)[:size]
        if kind == _END:
            return Page(texts[_STDOUT], texts[_STDERR])
        texts[kind] += content


def _record(kind, content):
    return _HEADER.pack(1, kind, 1, len(content), 0) + content


def _length(text):
    size = len(text.encode())
    return struct.pack("!B", size) if size < 128 else struct.pack("!I", size | 1 << 31)
