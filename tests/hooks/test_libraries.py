# SPDX-License-Identifier: Apache-2.0
"""Libraries that log, print or keep an exception by themselves: one report each, and nobody can tell.

Each with the library itself, from PyPI where it is not Python's own, on the oldest and the newest interpreter
that the pinned versions are for.
"""

import json
import os
import subprocess

import interpreters
import pytest

APPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "frameworks")
HEAD = """
import inspect, io, sys, threading
sys.path.insert(0, %r)
import shop
def order(): return shop.checkout([1, 2, 3])
def stack(*_): print([each.function for each in inspect.stack()][1:])
""" % APPS


def oldest_and_newest(oldest):
    able = [each for each in interpreters.found()
            if each.version >= oldest and each.implementation == "CPython"]
    return [able[0], able[-1]] if len(able) > 1 else able


on_some = pytest.mark.parametrize("interpreter", oldest_and_newest((3, 8)), ids=interpreters.label)


@pytest.fixture(scope="session", params=oldest_and_newest((3, 11)), ids=interpreters.label)
def venv(request, packages):
    """The `python` of a virtual environment with the libraries."""
    return packages(request.param, os.path.join(APPS, "requirements-libraries.txt"))


def check(report, mechanism, handled=True, outermost="order"):
    assert (report["mechanism"], report["handled"], report["severity"]) == (mechanism, handled, "error")
    assert report["reason"] == "shop.py:11:total:ZeroDivisionError: division by zero"
    frames = report["exceptions"][0]["frames"]
    assert [each["function"] for each in frames[-3:]] == [outermost, "checkout", "total"]
    assert frames[-1]["locals"] == {"cart": "[1, 2, 3]", "discount": "0"}


LOGGERS = {
    "loguru": """
from loguru import logger
logger.remove()
logger.add(stack, level="DEBUG")
%s
    logger.opt(exception=True).info("not an error")
    logger.exception("caught")
""",
    "loguru's decorator": """
from loguru import logger
logger.remove()
logger.add(stack)
logger.catch(order)()
if 1:
    logger.error("without an exception")
""",
    "structlog": """
import structlog
structlog.configure(logger_factory=structlog.WriteLoggerFactory(io.StringIO()))
log = structlog.get_logger()
%s
    log.warning("not an error", exc_info=True)
    log.exception("caught")
""",
    "structlog in JSON": """
import structlog
def see(logger, name, event):
    stack()
    return event
structlog.configure(logger_factory=structlog.WriteLoggerFactory(io.StringIO()), processors=[
    see, structlog.processors.dict_tracebacks, see, structlog.processors.JSONRenderer()])
log = structlog.get_logger()
%s
    log.error("caught", exc_info=True)
""",
    "eliot": """
import eliot
eliot.add_destinations(stack)
%s
    eliot.log_message("not an error")
    eliot.write_traceback()
""",
}
TRIED = """
try:
    order()
except ZeroDivisionError:"""


@pytest.mark.parametrize("logger", LOGGERS)
def test_an_error_that_is_logged_without_logging_is_reported_once(logger, venv, compare, script):
    source = LOGGERS[logger].replace("%s", TRIED)
    ended = compare([venv, script(HEAD + source + "\nprint('went on')\n")])
    assert ended.stdout.endswith(b"went on\n")
    report, = ended.reports
    check(report, "logging")


SERVERS = {
    "socketserver": """
class Handler(socketserver.BaseRequestHandler):
    def handle(self): order()
server = socketserver.%sUnixStreamServer(sys.argv[1], Handler)
def ask():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(sys.argv[1])
        print(client.recv(9))
""",
    "http.server": """
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self): order()
server = http.server.%sHTTPServer(("127.0.0.1", 0), Handler)
""",
    "wsgiref": """
def order_app(environ, start_response): order()
server = wsgiref.simple_server.make_server("127.0.0.1", 0, order_app)
""",
    "xmlrpc.server": """
class Handler(xmlrpc.server.SimpleXMLRPCRequestHandler):
    def do_GET(self): order()
server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), Handler)
""",
}
SERVE = """
import http.server, socket, socketserver, urllib.error, urllib.request, wsgiref.simple_server, xmlrpc.server
http.server.BaseHTTPRequestHandler.log_date_time_string = lambda self: "now"
def ask():
    try:
        print(urllib.request.urlopen("http://127.0.0.1:%d/" % server.server_address[1]).status)
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException) as problem:
        print(type(problem).__name__)
"""
SERVED = """
get = server.get_request
server.get_request = lambda: (get()[0], ("client", 1))  # whose port would be another each time
running = threading.Thread(target=server.handle_request)
running.start()
ask()
running.join()
server.server_close()
"""


@pytest.mark.parametrize("server, mixed", [(name, mixed) for name, source in SERVERS.items()
                                           for mixed in ([""] + ["Threading"] * ("%s" in source))])
@on_some
def test_what_a_server_prints_is_reported_once(server, mixed, interpreter, compare, script, tmp_path):
    source = HEAD + SERVE + SERVERS[server].replace("%s", mixed) + SERVED
    path = str(tmp_path / "socket")
    ended = compare(["sh", "-c", 'rm -f "$2"; exec "$0" "$1" "$2"', interpreter.path, script(source), path])
    assert b"ZeroDivisionError" in ended.stderr
    report, = ended.reports
    check(report, "server")


FUTURES = """
from concurrent.futures import ThreadPoolExecutor
def late(): event.wait(); order()
event = threading.Event()
with ThreadPoolExecutor(1) as pool:
    %s
    event.set()
%s
print("went on")
"""
ASKED = {
    "by result": "future = pool.submit(late)", "by exception": "future = pool.submit(late)",
    "while it waits": "threading.Timer(0.1, event.set).start(); pool.submit(late).exception()",
}
ASK = {"by result": "try: future.result()\nexcept ZeroDivisionError: pass",
       "by exception": "future.exception()"}


@pytest.mark.parametrize("how", ASKED)
@on_some
def test_a_future_that_is_asked_is_not_reported(how, interpreter, compare, script):
    assert compare([interpreter.path, script(HEAD + FUTURES % (ASKED[how], ASK.get(how, "")))]).reports == []


@pytest.mark.parametrize("kept", ["", "future = "])
@on_some
def test_a_future_that_nobody_asks_is_reported_once_it_is_gone(kept, interpreter, compare, script):
    report, = compare([interpreter.path, script(HEAD + FUTURES % (kept + "pool.submit(late)", ""))]).reports
    check(report, "future", handled=False)


GATHERED = """
import asyncio, gc
async def fail(): order()
async def main():
    gathered = asyncio.gather(fail(), asyncio.sleep(0))
    await asyncio.sleep(0.01)
    del gathered
    gc.collect()
asyncio.run(main())
"""


@on_some
def test_what_is_gathered_and_never_asked_for_is_reported_once(interpreter, run, script):
    report, = run([interpreter.path, script(HEAD + GATHERED)]).reports
    check(report, "asyncio", handled=False)


def notebook(tmp_path):
    cells = [HEAD, "number = 1\norder()"]
    path = tmp_path / "work.ipynb"
    path.write_text(json.dumps({
        "cells": [{"cell_type": "code", "id": "c%d" % number, "metadata": {}, "outputs": [],
                   "execution_count": None, "source": source} for number, source in enumerate(cells)],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4, "nbformat_minor": 5}))
    return str(path)


@pytest.mark.parametrize("runner", [["jupyter", "execute"], ["papermill"]], ids=" ".join)
def test_a_notebook_that_runs_by_itself_reports_its_error(runner, venv, run, tmp_path):
    path = notebook(tmp_path)
    output = [str(tmp_path / "done.ipynb")] if runner[0] == "papermill" else []
    ended = run([os.path.join(os.path.dirname(venv), runner[0])] + runner[1:] + [path] + output,
                env=surroundings(venv, tmp_path), cwd=str(tmp_path))
    assert ended.status != 0
    report, = [each for each in ended.reports if each["mechanism"] == "notebook"]
    check(report, "notebook", handled=False)
    cell = report["exceptions"][0]["frames"][-4]
    assert cell["in_app"] and cell["context"]["lines"][-1] == "order()"


def test_a_script_that_ipython_runs_reports_its_error(venv, compare, script, tmp_path):
    ended = compare([venv, "-m", "IPython", "--colors=NoColor", script(HEAD + "order()\n")],
                    env=surroundings(venv, tmp_path), cwd=str(tmp_path))
    assert ended.status == 1
    report, = ended.reports
    check(report, "notebook", handled=False)


TYPED = """
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel()
client.execute_interactive(sys.argv[1], allow_stdin=True, timeout=60, output_hook=lambda message: None)
client.stop_channels()
manager.shutdown_kernel()
"""


def test_what_a_person_types_is_not_reported(venv, run, script, tmp_path):
    environ = surroundings(venv, tmp_path)
    assert run([venv, script(TYPED), HEAD + "order()"], env=environ, cwd=str(tmp_path)).reports == []
    lines = "import sys; sys.path.insert(0, %r)\nimport shop\nshop.checkout([1, 2, 3])\n" % APPS
    typed = subprocess.Popen(["printf", lines], stdout=subprocess.PIPE)
    ended = run([venv, "-m", "IPython", "--simple-prompt"], env=environ, stdin=typed.stdout)
    typed.wait()
    assert b"ZeroDivisionError" in ended.stdout and ended.reports == []


def surroundings(venv, tmp_path):
    return {"HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1", "PATH": os.path.dirname(venv) + ":/usr/bin:/bin"}
