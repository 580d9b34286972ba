# SPDX-License-Identifier: Apache-2.0
"""PHP in a server: each answer is as without the hook, and each request that fails is one report."""

import contextlib
import glob
import json
import os
import signal
import subprocess
import time

import cel_lines
import fastcgi
import languages
import pytest

PAGES = {
    "healthy": "header('X-Mine: 1'); setcookie('a', 'b'); echo 'fine', ob_get_level();",
    "uncaught": "function f() { throw new LogicException('boom'); }\necho 'before'; f();",
    "before any output": "nowhere();",
    "syntax error": "$x = ;",
    "memory": "ini_set('memory_limit', '8M'); echo 'x'; str_repeat('x', 1 << 30);",
    "administrator's memory limit": "$a = []; for (;;) { $a[] = [1, (string) count($a)]; }",
    "time": "set_time_limit(1); for (;;);",
    "own error page": "register_shutdown_function(function () {\n"
    "http_response_code(503); header('X-Mine: 1'); echo error_get_last()['message']; });\nnowhere();",
    "buffered": "ob_start(function ($text) { return strtoupper($text); }); echo 'page'; nowhere();",
    "answered before": "echo 'done'; fastcgi_finish_request(); nowhere();",
    "session": "session_save_path(sys_get_temp_dir()); session_id('a1'); session_start(); nowhere();",
    "shown": "ini_set('display_errors', 1); throw new Exception('<boom>');",
    "exit": "http_response_code(404); exit('gone');",
}
FINE = ("healthy", "exit")


@pytest.fixture(scope="module")
def fpm(tmp_path_factory, volume):
    """A php-fpm without the hook, and one with it: `(alone, hooked)`."""
    programs = glob.glob("/usr/sbin/php-fpm*") or pytest.skip("needs php-fpm: apt-get install php-fpm")
    with contextlib.ExitStack() as stack:
        folders = [tmp_path_factory.mktemp("fpm") for _ in range(2)]
        yield [
            stack.enter_context(Server(programs[0], folder, env))
            for folder, env in zip(
                folders, ({}, dict(languages.variables(volume, "php"), CEL_SINK="file:%s/log" % folders[1]))
            )
        ]


class Server:
    """php-fpm with one worker, whose folder has its socket, its logs, and its temporary files."""

    def __init__(self, program, folder, env):
        self.folder, self.socket = folder, folder / "socket"
        (folder / "fpm.conf").write_text(
            "\n".join(
                [
                    "[global]",
                    "daemonize = no",
                    "error_log = %s/fpm.log" % folder,
                    "[www]",
                    "user = root",
                    "listen = %s" % self.socket,
                    "pm = static",
                    "pm.max_children = 1",
                    "php_admin_value[sys_temp_dir] = %s" % folder,
                    "php_value[max_execution_time] = 30",
                ]
            )
            + "\n"
        )
        self._process = subprocess.Popen(
            [program, "--nodaemonize", "--allow-to-run-as-root", "--fpm-config", folder / "fpm.conf"],
            env=dict({"PATH": "/usr/bin:/bin"}, **env),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 30
        while not self.socket.exists() and time.monotonic() < end:
            time.sleep(0.02)

    def reports(self):
        """Those since the last call."""
        log = self.folder / "log"
        records, other = cel_lines.decode(log.read_bytes() if log.exists() else b"")
        assert other == b""
        log.unlink(missing_ok=True)
        return records

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(60)


@pytest.fixture
def page(tmp_path):
    def write(source):
        (tmp_path / "page.php").write_text("<?php " + source)
        return tmp_path / "page.php"

    return write


@pytest.mark.parametrize("name", PAGES)
def test_an_answer_is_as_without_the_hook(fpm, page, name):
    script = page(PAGES[name])
    limit = {"PHP_ADMIN_VALUE": "memory_limit=8M"} if name.startswith("administrator") else {}
    alone, hooked = [fastcgi.ask(each.socket, script, **limit) for each in fpm]
    assert hooked == alone
    fastcgi.ask(fpm[1].socket, page(PAGES["healthy"]))  # the worker is done with what came before
    reports = fpm[1].reports()
    assert len(reports) == (0 if name in FINE else 1)
    for report in reports:
        assert report["executable"] == str(script) and report["runtime"]["sapi"] == "fpm-fcgi"
        assert (report["severity"], report["handled"]) == ("error", False)


@pytest.fixture
def state(fpm, page):
    """The file with what the reports of this user are bounded by, as if there was none for long."""
    fastcgi.ask(fpm[1].socket, page("nowhere();"))
    fpm[1].reports()
    (path,) = fpm[1].folder.glob("container-exception-logger-php-*")
    path.write_text("")
    return path


def test_the_same_error_again_and_again_is_counted(fpm, page, state):
    script = page("throw new DomainException('boom');")
    for _ in range(5):
        fastcgi.ask(fpm[1].socket, script)
    assert len(fpm[1].reports()) == 1
    assert os.stat(state).st_mode & 0o777 == 0o600
    kept = json.loads(state.read_text())
    kept["last"] = {key: [at - 20, count] for key, (at, count) in kept["last"].items()}
    state.write_text(json.dumps(kept))
    fastcgi.ask(fpm[1].socket, script)
    assert [each["suppressed"] for each in fpm[1].reports()] == [4]


def test_many_errors_at_once_are_bounded(fpm, page, state):
    script = page("throw new RangeException('boom');")
    for left, reports in ((0, 0), (1, 1)):
        state.write_text(json.dumps({"left": left, "at": time.time() + 3600, "last": {}}))
        fastcgi.ask(fpm[1].socket, script)
        assert len(fpm[1].reports()) == reports


def test_a_file_of_somebody_else_is_not_written_to(fpm, page, state, tmp_path):
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "victim").chmod(0o600)
    state.unlink()
    state.symlink_to(tmp_path / "victim")
    for _ in range(2):
        fastcgi.ask(fpm[1].socket, page("throw new DomainException('boom');"))
    assert len(fpm[1].reports()) == 2 and (tmp_path / "victim").read_text() == "mine"
    state.unlink()
