# SPDX-License-Identifier: Apache-2.0
"""What a report of a Java program holds, and what the variables do."""

import json

import javas
import pytest


def test_a_report_has_the_chain_with_places(java, runner, classes):
    (report,) = runner.run([java, "-cp", classes, "Deaths", "chain"]).reports
    raised, suppressed, cause = report["exceptions"]
    assert report["type"] == "Java" and report["executable"] == "java Deaths" and report["thread"] == "main"
    assert report["runtime"]["name"] == "java"
    assert report["exception"] == {"type": "Deaths$PriceException", "message": "order 4711: no price"}
    assert raised["type"] == "Deaths$PriceException" and "link" not in raised
    assert (suppressed["type"], suppressed["link"]) == (
        "java.io.IOException",
        {"kind": "suppressed", "of": 0},
    )
    assert (cause["type"], cause["link"]) == ("java.lang.ArithmeticException", {"kind": "cause", "of": 0})
    calls = [(each["file"], each["function"], each["module"], each["in_app"]) for each in cause["frames"]]
    assert calls == [("Deaths.java", each, "Deaths", True) for each in ("main", "total", "price")]


def test_frames_of_the_jdk_are_not_the_programs_own(java, runner, classes):
    (report,) = runner.run([java, "-cp", classes, "Deaths", "executor"]).reports
    own = {each["module"]: each["in_app"] for each in report["exceptions"][0]["frames"]}
    assert own == {
        "java.lang.Thread": False,
        "java.util.concurrent.ThreadPoolExecutor": False,
        "java.util.concurrent.ThreadPoolExecutor$Worker": False,
        "Deaths": True,
        "Deaths$Failing": True,
    }


@pytest.mark.parametrize(
    "name",
    [
        "throw",
        "checked",
        "null",
        "initializer",
        "chain",
        "many suppressed",
        "lines",
        "stack overflow",
        "thread",
        "executor",
        "asked future",
        "cyclic",
    ],
)
def test_the_text_is_what_java_prints_and_has_the_fingerprint_of_the_report(
    java, runner, classes, fingerprint_of_text, name
):
    ended = runner.run([java, "-cp", classes, "Deaths", name])
    (report,) = ended.reports
    text = report["backtrace"].split("\n\n", 1)[1]
    assert text == ended.stderr.decode() or (
        name == "stack overflow" and text[:1000] in ended.stderr.decode()
    )
    assert fingerprint_of_text(ended.stderr) == report["fingerprint"]


def test_the_logger_takes_secrets_out(runner, classes, tmp_path):
    (tmp_path / "Secret.java").write_text(
        "class Secret { public static void main(String[] a) {"
        ' throw new RuntimeException("password=hunter2"); } }'
    )
    folder = javas.compiled(tmp_path, tmp_path / "Secret.java")
    (report,) = runner.run(["java", "-cp", folder, "Secret"]).reports
    assert "hunter2" not in json.dumps(report) and "password=[redacted]" in report["backtrace"]


@pytest.mark.parametrize(
    "env, count",
    [
        ({"CEL_DISABLE": "1"}, 0),
        ({"CEL_DISABLE": "0"}, 1),
        ({"CEL_CAPTURE": "thread"}, 0),
        ({"CEL_CAPTURE": "nonsense"}, 1),
        ({"CEL_CAPTURE": "thread, uncaught"}, 1),
        ({"CEL_IGNORE": "Deaths$PriceException"}, 0),
        ({"CEL_IGNORE": "java.io.IOException"}, 1),
        ({"CEL_TIMEOUT": "soon"}, 1),
    ],
)
def test_variables_choose_what_is_reported(runner, classes, env, count):
    assert len(runner.compare(["java", "-cp", classes, "Deaths", "chain"], env=env).reports) == count
