# SPDX-License-Identifier: Apache-2.0
"""Beside what others preload, in either order, the hook reports a death once, they send what they send, and
the program ends as with them alone."""

import os
import re
import time

import nodes
import pytest
from intake import Intake
from test_node_frameworks import FRAMEWORKS

# The module to preload, what it is set by, a piece of work that it sees, and what it then sends or prints.
VENDORS = {
    "Sentry": ("sentry.js", {}, "", b""),
    "OpenTelemetry": (
        "@opentelemetry/auto-instrumentations-node/register",
        {
            "OTEL_TRACES_EXPORTER": "console",
            "OTEL_METRICS_EXPORTER": "none",
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_NODE_RESOURCE_DETECTORS": "none",
            "OTEL_BSP_SCHEDULE_DELAY": "50",
        },
        "require('@opentelemetry/api').trace.getTracer('shop').startSpan('order').end()",
        b"name: 'order'",
    ),
    "Datadog": (
        "dd-trace/init",
        {"DD_TRACE_AGENT_URL": "http://127.0.0.1:PORT", "DD_TRACE_FLUSH_INTERVAL": "50",
         "DD_TRACE_STARTUP_LOGS": "false", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
         "DD_REMOTE_CONFIGURATION_ENABLED": "false"},
        "require('dd-trace').trace('order', () => {})",
        b"order",
    ),
}
SENTRY = "require('@sentry/node').init({ dsn: 'http://key@127.0.0.1:%d/1' })\n"
DYING = """%s
function late() {
  if (!require('fs').existsSync('go')) return
  clearInterval(timer)
  throw new RangeError('boom')
}
const timer = setInterval(late, 20)
"""


@pytest.mark.parametrize("vendor", VENDORS)
def test_both_report_and_the_program_ends_the_same(vendor, runner, program):
    module, env, work, sent = VENDORS[vendor]
    (runner.folder / "node_modules").symlink_to(nodes.packages(FRAMEWORKS))
    source = program(DYING % work)
    runner.shown = lambda text, process: re.sub(rb"\(node:\d+\)", b"(node)", text)
    ours = "--require=%s/node/cel.js" % runner.volume
    with Intake() as intake:
        preloaded = program(SENTRY % intake.port, module) if vendor == "Sentry" else module
        theirs = "--require=" + preloaded
        env = {name: value.replace("PORT", str(intake.port)) for name, value in env.items()}
        alone = runner.finish(started(runner, source, dict(env, NODE_OPTIONS=theirs), False, sent, intake))
        for order in ((ours, theirs), (theirs, ours)):
            ended = runner.ended(
                started(runner, source, dict(env, NODE_OPTIONS=" ".join(order)), True, sent, intake)
            )
            assert (ended.status, ended.stderr) == (alone.status, alone.stderr)
            assert intake.has(b"boom") or vendor != "Sentry"
            (report,) = ended.reports
            assert report["reason"] == "program.js:5:Timeout.late:RangeError: boom"


def started(runner, source, env, hooked, sent, intake):
    """The program, once what it did before has been sent or printed; it is told to die."""
    del intake.requests[:]
    (runner.folder / "go").unlink(missing_ok=True)
    process = runner.start([nodes.node_at("own"), source], hooked, env)
    end = time.monotonic() + 60
    while sent and not intake.has(sent) and sent not in os.pread(process.files[0].fileno(), 1 << 20, 0):
        assert time.monotonic() < end and process.poll() is None, intake.requests
        time.sleep(0.05)
    (runner.folder / "go").touch()
    return process
