# SPDX-License-Identifier: Apache-2.0
"""Beside others that get into a program as we do, or replace its hooks: the real ones, from PyPI.

Injectors put a folder with a `sitecustomize` on PYTHONPATH, before all that is there. """

import os
import sys

import interpreters
import pytest
from deaths import check, fatal

HERE = os.path.dirname(os.path.abspath(__file__))
CRASH = "def price(cart):\n    return 1 / cart\n"


@pytest.fixture(scope="session")
def program(packages):
    """The `python` of an environment with all of them."""
    this = [each for each in interpreters.found() if each.path == os.path.realpath(sys.executable)
            or os.path.realpath(each.path) == os.path.realpath(sys.executable)][0]
    return packages(this, os.path.join(HERE, "frameworks", "requirements-others.txt"))


@pytest.fixture
def folders(program):
    """Where the injectors' `sitecustomize` are, by name."""
    library = os.path.join(os.path.dirname(os.path.dirname(program)), "lib",
                           "python%d.%d" % sys.version_info[:2], "site-packages")
    found = {"opentelemetry": library + "/opentelemetry/instrumentation/auto_instrumentation",
             "newrelic": library + "/newrelic/bootstrap"}
    assert all(os.path.exists(each + "/sitecustomize.py") for each in found.values())
    return found


# They start, and send nothing anywhere.
QUIET = {"OTEL_TRACES_EXPORTER": "none", "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none",
         "OTEL_SDK_DISABLED": "true", "NEW_RELIC_DEVELOPER_MODE": "true", "NEW_RELIC_LOG": "/dev/null"}
STARTED = {"opentelemetry": "opentelemetry.instrumentation.auto_instrumentation", "newrelic": "newrelic"}


@pytest.mark.parametrize("injector", STARTED)
@pytest.mark.parametrize("order", ["before ours", "after ours"])
def test_an_injector_on_the_path(injector, order, run, program, script, volume, folders):
    source = script(CRASH + "import sys\nprint(%r in sys.modules)\nprice(0)\n" % STARTED[injector])
    path = [folders[injector], volume] if order == "before ours" else [volume, folders[injector]]
    env = dict(QUIET, NEW_RELIC_PYTHON_PREFIX=os.path.dirname(os.path.dirname(program)),
               NEW_RELIC_PYTHON_VERSION="%d.%d" % sys.version_info[:2])
    alone = run([program, source], path=folders[injector], env=env)
    ended = run([program, source], path=":".join(path), env=env)
    assert alone.reports == [] and alone.stdout == b"True\n"
    assert ended.seen == alone.seen
    check(ended.reports, [fatal("program.py:2:price:ZeroDivisionError: ")])


@pytest.mark.parametrize("command", [["opentelemetry-instrument"], ["newrelic-admin", "run-program"]],
                         ids=["opentelemetry", "newrelic"])
def test_an_injectors_own_command(command, run, program, script):
    place = os.path.dirname(program)
    ended = run([os.path.join(place, command[0])] + command[1:] + [program, script(CRASH + "price(0)\n")],
                env=QUIET)
    check(ended.reports, [fatal("program.py:2:price:ZeroDivisionError: ")])


def test_nobody_sees_the_volume_among_the_packages(compare, program):
    compare([program, "-m", "pip", "list", "--disable-pip-version-check"])


REPLACED = {
    "rich": "from rich.traceback import install\ninstall(show_locals=True)\nprice(0)\n",
    "rich, width": "import rich.traceback\nrich.traceback.install(width=60)\nprice(0)\n",
    "typer": "import typer\ndef main(): price(0)\ntyper.run(main)\n",
    "typer, plain": "import typer\napp = typer.Typer(pretty_exceptions_enable=False)\n"
                    "@app.command()\ndef main(): price(0)\napp()\n",
    "IPython": "import sys\nfrom IPython.core import ultratb\n"
               "sys.excepthook = ultratb.VerboseTB(theme_name='nocolor')\nprice(0)\n",
    "exceptiongroup": "import exceptiongroup\nprice(0)\n",
}


@pytest.mark.parametrize("name", REPLACED)
def test_who_replaces_the_excepthook(name, compare, program, script):
    ended = compare([program, script(CRASH + REPLACED[name])], env={"COLUMNS": "100"})
    check(ended.reports, [fatal("program.py:2:price:ZeroDivisionError: ")])
    assert ended.reports[0]["exceptions"][0]["frames"][-1]["locals"] == {"cart": "0"}


def test_coverage_counts_nothing_of_ours(run, program, script, tmp_path):
    source = script("import logging, multiprocessing\nlogging.disable()\n" + CRASH +
                     "try:\n    price(0)\nexcept ZeroDivisionError:\n    logging.exception('caught')\n")
    tool = [program, "-m", "coverage"]
    assert run(tool + ["run", "--data-file=data", source], cwd=str(tmp_path)).status == 0
    told = run(tool + ["report", "--data-file=data"], cwd=str(tmp_path))
    assert [line.split()[0] for line in told.stdout.decode().split("\n")[2:-3]] == ["program.py"]
