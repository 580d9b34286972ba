# SPDX-License-Identifier: Apache-2.0
"""Frameworks catch what their applications raise, and log it: one report each, with the application's frames.

Each application (tests/hooks/frameworks) runs as its users run it, a server or a worker in a process of its
own, from PyPI at pinned versions, on the oldest and the newest interpreter that those are for.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import cel_lines
import interpreters
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
APPS = os.path.join(HERE, "frameworks")
ENVIRON = {"PATH": "/usr/bin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def oldest_and_newest():
    able = [each for each in interpreters.found()
            if each.version >= (3, 9) and each.implementation == "CPython"]
    return [able[0], able[-1]] if len(able) > 1 else able


@pytest.fixture(scope="session", params=oldest_and_newest(), ids=interpreters.label)
def venv(request, packages):
    """The `python` of a virtual environment with the frameworks."""
    return packages(request.param, os.path.join(
        APPS, "requirements%s.txt" % ("-3.9" if request.param.version < (3, 10) else "")))


class Running:
    """A process that serves or works: `url`, `output()`, and after the end `reports`."""

    def __init__(self, folder, port):
        self.url = "http://127.0.0.1:%d/" % port
        self.folder, self.port, self.process, self.reports = folder, port, None, None

    def output(self):
        return (self.folder / "output").read_text(errors="replace")

    def get(self, path=""):
        """The status and the text of the answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def seen(self):
        """What an operator can tell of it: exit status and output, without times, numbers and its order."""
        return self.process.returncode, sorted(re.sub(r"0x[0-9a-f]+|\d+", "N", self.output()).splitlines())

    def wait_for(self, ready):
        """Until `ready()` is true; a connection refused is not yet."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                if ready():
                    return
            time.sleep(0.05)
        raise AssertionError("not ready: " + self.output())


@pytest.fixture
def start(volume, venv, tmp_path):
    """Runs Python with ARGUMENTS among the applications for the time of a with statement, and ends it by
    SIGTERM; in the arguments, `{port}` stands for a free one. `hook`: whether the hook is in it."""
    @contextlib.contextmanager
    def run(*arguments, hook=True, **env):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        running, sink = Running(tmp_path, port), tmp_path / "log"
        path = [volume, APPS] if hook else [APPS]
        with open(str(tmp_path / "output"), "wb") as output:
            running.process = subprocess.Popen(
                [venv] + [each.format(port=port) for each in arguments], cwd=APPS, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
                env=dict(ENVIRON, PYTHONPATH=":".join(path), CEL_SINK="file:%s" % sink, **env))
            try:
                yield running
            finally:
                running.process.send_signal(signal.SIGTERM)
                try:
                    running.process.wait(60)
                except subprocess.TimeoutExpired:
                    running.process.kill()
                    running.process.wait()
                    raise
        running.reports, other = cel_lines.decode(sink.read_bytes() if sink.exists() else b"")
        assert other == b""
    return run


def check(report, route, mechanism="logging", handled=True, severity="error"):
    """It tells of shop.py's error, reached by the application's function `route`."""
    assert (report["mechanism"], report["handled"], report["severity"]) == (mechanism, handled, severity)
    assert report["reason"] == "shop.py:11:total:ZeroDivisionError: division by zero"
    frames = report["exceptions"][0]["frames"]
    assert [each["function"] for each in frames[-3:]] == [route, "checkout", "total"]
    assert [each["in_app"] for each in frames[-3:]] == [True] * 3
    assert not any(each["in_app"] for each in frames[:-3])
    assert frames[-1]["locals"] == {"cart": "[1, 2, 3]", "discount": "0"}
    assert "discount: 0" in report["backtrace"]


SERVERS = {
    "django": ["django_app.py", "runserver", "--noreload", "127.0.0.1:{port}"],
    "flask": ["-m", "flask", "--app", "flask_app", "run", "--port", "{port}"],
    "aiohttp": ["aiohttp_app.py", "{port}"],
    "gunicorn-django": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "django_app:app"],
    "gunicorn-flask": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "flask_app:app"],
    "gunicorn-flask-threads": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--threads", "2", "--preload",
                               "flask_app:app"],
    "uvicorn-fastapi": ["-m", "uvicorn", "--port", "{port}", "fastapi_app:app"],
    "gunicorn-fastapi": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--worker-class",
                         "uvicorn.workers.UvicornWorker", "fastapi_app:app"],
}


@pytest.mark.parametrize("server", SERVERS)
def test_a_request_that_fails_is_reported_once_and_nobody_can_tell(server, start):
    seen = []
    for hook in (False, True):
        with start(*SERVERS[server], hook=hook) as running:
            running.wait_for(lambda running=running: running.get()[0] == 200)
            answer = running.get("broken")
            assert answer[0] == 500
            assert running.get()[1] == ('"uvloop"' if "fastapi" in server else "fine")
        assert len(running.reports) == (1 if hook else 0)
        seen.append((answer, running.seen()))
    check(running.reports[0], "broken")
    assert seen[0] == seen[1]


def test_the_threads_and_tasks_of_a_request_are_reported(start):
    with start(*SERVERS["uvicorn-fastapi"]) as running:
        running.wait_for(lambda: running.get()[0] == 200)
        assert running.get("broken-in-a-thread")[0] == 500
        assert running.get("broken-in-a-task")[0] == 200
    assert len(running.reports) == 2
    check(running.reports[0], "broken_in_a_thread")
    check(running.reports[1], "work", mechanism="asyncio", handled=False)


@pytest.mark.parametrize("server, about", [
    (["gunicorn", "--bind", "127.0.0.1:{port}", "unloadable:app"], {}),
    (["uvicorn", "--port", "{port}", "unloadable:app"],
     {"mechanism": "excepthook", "handled": False, "severity": "fatal"}),
    (["flask", "--app", "unloadable", "run", "--port", "{port}"],
     {"mechanism": "excepthook", "handled": False, "severity": "fatal"}),
], ids=["gunicorn", "uvicorn", "flask"])
def test_an_application_that_does_not_load_is_reported_once(server, about, start):
    with start("-m", *server) as running:
        assert running.process.wait(60) != 0
    assert len(running.reports) == 1
    check(running.reports[0], "<module>", **about)


@pytest.mark.parametrize("pool", ["prefork", "threads", "solo"])
def test_a_celery_task_that_fails_is_reported_once(pool, venv, start, tmp_path):
    queue = tmp_path / "queue"
    queue.mkdir()
    with start("-m", "celery", "--app", "celery_app", "worker", "--pool", pool, "--concurrency", "1",
               QUEUE=str(queue)) as running:
        sent = subprocess.run(
            [venv, "-c", "import celery_app as app\n"
             "print(app.fine.delay().get(timeout=60))\n"
             "print(repr(app.broken.delay().get(timeout=60, propagate=False)))\n"],
            env=dict(ENVIRON, QUEUE=str(queue)), cwd=APPS, stdout=subprocess.PIPE, check=True, timeout=120)
        assert sent.stdout == b"fine\nZeroDivisionError('division by zero')\n"
    assert len(running.reports) == 1
    check(running.reports[0], "broken")


FLOOD = """
import logging, shop
logging.basicConfig(filename="/dev/null")
def work():
    for n in range(1000):
        try:
            shop.checkout([1, 2, 3])
        except ZeroDivisionError:
            logging.exception("number %d", n)
work()
"""


def test_the_same_logged_error_a_thousand_times_is_bounded_and_counted(start):
    with start("-c", FLOOD) as running:
        running.process.wait(60)
    assert 1 < len(running.reports) <= 10
    check(running.reports[0], "work")
    assert counted(running.reports) == 1000


def test_the_same_failed_request_a_thousand_times_is_bounded_and_counted(start):
    with start(*SERVERS["gunicorn-flask"]) as running:
        running.wait_for(lambda: running.get()[0] == 200)
        for _ in range(1000):
            assert running.get("broken")[0] == 500
    assert 1 < len(running.reports) <= 20
    assert counted(running.reports) == 1000


def counted(reports):
    return sum(1 + each.get("suppressed", 0) for each in reports)
