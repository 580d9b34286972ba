# SPDX-License-Identifier: Apache-2.0
"""PHP in Apache, as its module and in worker processes of another user: an answer is as without the hook, and
a request that fails is one report."""

import glob
import http.client
import os
import socket
import subprocess
import time

import cel_lines
import languages
import pytest
from hook_runner import copied

CONFIGURATION = """
ServerName localhost
PidFile {folder}/pid
Listen 127.0.0.1:{port}
ErrorLog {folder}/error.log
LoadModule mpm_prefork_module {modules}/mod_mpm_prefork.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule php_module {php}
User www-data
Group www-data
StartServers 1
DocumentRoot {folder}/pages
SetHandler application/x-httpd-php
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(folder, env, pages):
    """The status, the headers but the date, and the body of each page, and the lines of the log."""
    folder.mkdir()
    (folder / "pages").mkdir()
    for name, source in pages.items():
        (folder / "pages" / name).write_text("<?php " + source)
    (folder / "log").touch()
    (folder / "log").chmod(0o666)
    modules = "/usr/lib/apache2/modules"
    php = glob.glob(modules + "/libphp*.so") or pytest.skip("needs apt-get install libapache2-mod-php")
    port = free_port()
    text = CONFIGURATION.format(folder=folder, port=port, modules=modules, php=php[0])
    (folder / "conf").write_text(text)
    server = subprocess.Popen(
        ["/usr/sbin/apache2", "-f", folder / "conf", "-D", "FOREGROUND"],
        env=dict({"PATH": "/usr/bin:/bin", "CEL_SINK": "file:%s/log" % folder}, **env),
        start_new_session=True,  # it ends its whole process group
    )
    try:
        return [ask(port, name) for name in pages], (folder / "log").read_bytes()
    finally:
        server.terminate()
        server.wait(60)


def ask(port, name):
    end = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/" + name)
            answer = connection.getresponse()
            headers = [each for each in answer.getheaders() if each[0] != "Date"]
            return answer.status, headers, answer.read()
        except ConnectionRefusedError:
            assert time.monotonic() < end, "Apache does not start"
            time.sleep(0.02)
        finally:
            connection.close()


def test_answers_of_apache_are_as_without_the_hook(as_root, public, volume):
    copied(volume, public / "cel")
    os.chmod(public / "cel", 0o755)
    pages = {
        "fine.php": "header('X-Mine: 1'); echo 'fine';",
        "uncaught.php": "function f() { throw new LogicException('boom'); }\necho 'before'; f();",
        "syntax.php": "$x = ;",
    }
    alone, _ = answers(public / "alone", {}, pages)
    hooked, log = answers(public / "hooked", languages.variables(public / "cel", "php"), pages)
    assert hooked == alone and [each[0] for each in alone] == [200, 500, 500]
    reports, other = cel_lines.decode(log)
    assert other == b""
    assert [each["exception"]["type"] for each in reports] == ["LogicException", "Parse error"]
    assert {each["runtime"]["sapi"] for each in reports} == {"apache2handler"}
