# SPDX-License-Identifier: Apache-2.0
"""The Python hook beside what others put into a program to hear of its errors: what each adds to a start and
to a crash, and of which deaths each hears.

All are started without a change of the program, by a folder on PYTHONPATH: OpenTelemetry and Datadog ship
one, for Sentry it is made here. Each has all of its own that hears of errors turned on, and a collector on
loopback that takes whatever it sends. Their versions are those of peers/requirements-*.txt."""

import glob
import json
import os
import pathlib
import subprocess
import time

import interpreters
import venvs
from cel_lines import decode
from collector import collector
from crashes import SMALL
from measure import BUILD, bare_environment, race, table, write_report
from ways_to_die import DEATH, WAYS

VERSION = (3, 12)
ROUNDS = 20
LAST_WORDS = "last_words"
REQUIREMENTS = pathlib.Path(__file__).parent / "peers"
LATE = 0.3  # seconds that a report may come after its program has ended

SENTRY = "import sentry_sdk\nsentry_sdk.init(dsn='http://key@%s/1')\n"


def bench(volume):
    """Prints two tables, and whose deaths each does not hear of."""
    interpreter = [each for each in interpreters.found()
                   if each.version[:2] == VERSION and each.implementation == "CPython"][-1]
    with collector() as (address, received):
        trackers = {"this hook": (interpreter.path, lambda: {"PYTHONPATH": str(volume)})}
        for name, environment in (("sentry", _sentry), ("datadog", _datadog),
                                  ("opentelemetry", _opentelemetry)):
            python = venvs.with_packages(interpreter, str(REQUIREMENTS / f"requirements-{name}.txt"))
            trackers[name] = python, lambda make=environment, at=python: make(at, address)
        _bench_time(trackers)
        _bench_deaths(trackers, received)


def _bench_time(trackers):
    programs = {"start": "pass\n", "crash": SMALL}
    rows = []
    for name, (python, environment) in trackers.items():
        row = [name]
        for what, source in programs.items():
            program = BUILD / f"{what}.py"
            program.write_text(source, encoding="ascii")
            words = [f"{key}={value}" for key, value in environment().items()]
            command = [python, str(program)]
            without, runs = race(ROUNDS, write_report("nothing.json", {}), command, words + command)
            row += [f"{without.us / 1000:.1f}", f"{runs.difference_to(without):+.1f}"]
        rows.append(row)
    table(f"Error trackers in Python {'.'.join(map(str, VERSION))}, milliseconds, medians of {ROUNDS} pairs "
          "(+: more than without)", ["", "start", "with it", "crash", "with it"], rows)


def _bench_deaths(trackers, received):
    heard = {name: [way for way, source in WAYS.items()
                    if _is_heard(python, environment(), source, received)]
             for name, (python, environment) in trackers.items()}
    table(f"Deaths that each hears of, of {len(WAYS)}", ["", "deaths"],
          [[name, str(len(ways))] for name, ways in heard.items()])
    for name, ways in heard.items():
        print(f"  not by {name}: " + "; ".join(way for way in WAYS if way not in ways))


def _is_heard(python, environment, source, received):
    program = BUILD / "death.py"
    program.write_text(DEATH + source + "\n", encoding="ascii")
    log = BUILD / "death.log"
    log.unlink(missing_ok=True)
    received.clear()
    environ = bare_environment(CEL_SINK=f"file:{log}", **environment)
    subprocess.run([python, str(program)], env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=60, check=False)
    if log.exists():
        return any(LAST_WORDS in json.dumps(each) for each in decode(log.read_bytes())[0])
    end = time.monotonic() + LATE
    while time.monotonic() < end:
        if any(LAST_WORDS.encode() in each for each in list(received)):
            return True
        time.sleep(0.02)
    return False


def _sentry(python, address):
    folder = BUILD / "sentry"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(SENTRY % address.partition("//")[2], encoding="ascii")
    return {"PYTHONPATH": str(folder)}


def _datadog(python, address):
    return {"PYTHONPATH": _folder(python, "ddtrace/bootstrap"), "DD_TRACE_AGENT_URL": address,
            "DD_ERROR_TRACKING_HANDLED_ERRORS": "all", "DD_EXCEPTION_REPLAY_ENABLED": "true",
            "DD_LOGS_INJECTION": "true", "DD_TRACE_ENABLED": "true"}


def _opentelemetry(python, address):
    return {"PYTHONPATH": _folder(python, "opentelemetry/instrumentation/auto_instrumentation"),
            "OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_LOGS_EXPORTER": "otlp", "OTEL_TRACES_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "none",
            "OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED": "true"}


def _folder(python, name):
    found, = glob.glob(os.path.join(os.path.dirname(python), "..", "lib", "python*", "site-packages", name))
    return found
