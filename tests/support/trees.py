# SPDX-License-Identifier: Apache-2.0
"""Archives of trees of files, good and hostile, and a server on loopback to get them from."""

import gzip
import http.server
import io
import lzma
import os
import ssl
import subprocess
import tarfile
import threading
import zipfile


def entry(name, data=b"", kind=tarfile.REGTYPE, link="", mode=0o644):
    """An entry of a tar and its bytes."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode, info.size = kind, link, mode, len(data)
    return info, data


def tar(*entries):
    """The bytes of a plain tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zip_of(files):
    """The bytes of a zip of `{name: bytes}`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def zstd(data):
    return subprocess.run(["zstd", "--stdout"], input=data, stdout=subprocess.PIPE, check=True).stdout


COMPRESSED = {"tar": bytes, "tar.gz": gzip.compress, "tar.xz": lzma.compress, "tar.zst": zstd}


class Server:
    """Serves `content` (`{path: bytes}`) on a port of 127.0.0.1: over TLS with a certificate of its own CA,
    whose file is `ca`, if it gets a folder. `/cut/...` announces more than it sends, `/to?URL` redirects."""

    def __init__(self, content, folder=None):
        self.content = content
        self.ca = None
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.serve(self)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if folder:
            scheme, self.ca = "https", os.path.join(str(folder), "ca.pem")
            self._server.socket = _context(str(folder)).wrap_socket(self._server.socket, server_side=True)
        self.url = "%s://127.0.0.1:%d" % (scheme, self._server.server_address[1])

    def serve(self, request):
        if request.path.startswith("/to?"):
            request.send_response(302)
            request.send_header("Location", request.path[4:])
            request.end_headers()
            return
        cut = request.path.startswith("/cut/")
        body = self.content.get(request.path[4:] if cut else request.path)
        request.send_response(200 if body else 404)
        body = body or b"<html>Not Found</html>"
        request.send_header("Content-Length", str(len(body) * 2 if cut else len(body)))
        request.end_headers()
        request.wfile.write(body)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def _context(folder):
    """A CA and a certificate that it signed for 127.0.0.1."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    new = ["req", "-newkey", "rsa:2048", "-nodes", "-subj"]
    openssl(*new, "/CN=a private CA", "-x509", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")
    openssl(*new, "/CN=127.0.0.1", "-keyout", "own.key", "-out", "own.csr")
    with open(os.path.join(folder, "names"), "w") as names:
        names.write("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", "names", "-out", "own.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "own.pem"), os.path.join(folder, "own.key"))
    return context
