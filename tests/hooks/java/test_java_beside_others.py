# SPDX-License-Identifier: Apache-2.0
"""Beside other agents, in either order, and Sentry's SDK, the hook reports a death once, they send what they
send, and the program ends as with them alone."""

import glob
import re
import time

import javas
import pytest
from intake import Intake
from test_java_frameworks import jars, path_of, shop  # noqa: F401

# The jar of the agent, what it is set by, and what it sends of the page that the program asks for.
AGENTS = {
    "OpenTelemetry": (
        "opentelemetry-javaagent",
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:PORT",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_METRICS_EXPORTER": "none",
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_BSP_SCHEDULE_DELAY": "50",
        },
        b"/v1/traces",
    ),
    "Datadog": (
        "dd-java-agent",
        {
            "DD_TRACE_AGENT_URL": "http://127.0.0.1:PORT",
            "DD_TRACE_STARTUP_LOGS": "false",
            "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
            "DD_REMOTE_CONFIGURATION_ENABLED": "false",
            "DD_JMXFETCH_ENABLED": "false",
        },
        b"/traces",
    ),
}
REASON = "Beside.java:10:late:java.lang.IllegalStateException: boom"


@pytest.mark.parametrize("vendor", AGENTS)
def test_two_agents_in_either_order(vendor, shop, jars, runner):  # noqa: F811
    name, env, sent = AGENTS[vendor]
    (jar,) = glob.glob("%s/%s-*.jar" % (jars, name))
    theirs, ours = "-javaagent:" + jar, "-javaagent:%s/java/cel.jar" % runner.volume
    said = re.compile(rb"^(Picked up|\[(otel|dd)\.|OpenJDK).*\n", re.M)
    runner.shown = lambda text, process: said.sub(b"", text)
    with Intake() as intake:
        env = {key: value.replace("PORT", str(intake.port)) for key, value in env.items()}
        command = [javas.found()[0], "-XX:TieredStopAtLevel=1", "-cp", str(shop), "Beside"]
        command.append("http://127.0.0.1:%d/page" % intake.port)
        only = dict(env, JAVA_TOOL_OPTIONS=theirs)
        alone = runner.finish(started(runner, command, only, False, sent, intake))
        for order in ((ours, theirs), (theirs, ours)):
            both = dict(env, JAVA_TOOL_OPTIONS=" ".join(order))
            ended = runner.ended(started(runner, command, both, True, sent, intake))
            assert (ended.status, ended.stderr) == (alone.status, alone.stderr)
            (report,) = ended.reports
            assert (report["mechanism"], report["reason"]) == ("uncaught", REASON)


def test_the_sdk_of_sentry(shop, jars, runner):  # noqa: F811
    with Intake() as intake:
        address = "http://127.0.0.1:%d/" % intake.port
        command = [javas.found()[0], "-cp", path_of(shop, jars, "sentry-"), "Beside", address + "page"]
        command.append(address.replace("://", "://key@") + "1")
        ended = [runner.ended(started(runner, command, {}, each, b"/page", intake)) for each in (False, True)]
        assert ended[0].seen == ended[1].seen
        assert intake.has(b"/envelope/") and intake.has(b"boom")
    (report,) = ended[1].reports
    assert (report["handled"], report["reason"]) == (True, REASON)


def started(runner, command, env, hooked, sent, intake):
    """The program, once this has been sent; it is told to die."""
    del intake.requests[:]
    (runner.folder / "go").unlink(missing_ok=True)
    process = runner.start(command, hooked, env)
    end = time.monotonic() + 120
    while not intake.has(sent):
        assert time.monotonic() < end and process.poll() is None, intake.requests
        time.sleep(0.05)
    (runner.folder / "go").touch()
    return process
