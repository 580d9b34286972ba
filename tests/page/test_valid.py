# SPDX-License-Identifier: Apache-2.0
"""The page by the rules: of HTML (the Nu HTML checker), and of accessibility (axe-core: WCAG 2 A and AA)."""

import json
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
VENV = HERE.parents[1] / "build" / "page-tools"

# The checker is of 2020: it does not know CSS since, nor that a summary may hold a heading among its text.
OUTDATED = ("CSS:", "Element “h2” not allowed as child of element “summary” in this context.")


@pytest.fixture(scope="session")
def tools():
    """The folder of the packages of requirements.txt."""
    wanted = (HERE / "requirements.txt").read_text()
    installed = VENV / "installed.txt"
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", VENV], check=True)
        subprocess.run(
            [
                VENV / "bin" / "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                HERE / "requirements.txt",
            ],
            check=True,
            stdout=sys.stderr,
        )
        installed.write_text(wanted)
    return next(VENV.glob("lib/python3*/site-packages"))


def test_the_page_is_valid_html(page, tools):
    jar = next(tools.glob("**/vnu.jar"))
    checked = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--errors-only", page],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = [each["message"] for each in json.loads(checked.stderr)["messages"]]
    assert [each for each in errors if not each.startswith(OUTDATED)] == []


def test_the_checker_finds_errors(tmp_path, tools):
    """Else the test above could pass for what is no page at all."""
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!DOCTYPE html><html lang='en'><title>x</title><p><div></p>")
    jar = next(tools.glob("**/vnu.jar"))
    checked = subprocess.run(
        ["java", "-jar", jar, "--format", "json", wrong], check=False, stderr=subprocess.PIPE
    )
    assert json.loads(checked.stderr)["messages"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_rule_of_accessibility_is_broken(tab, tools, scheme, width):
    tab.size(width, 900)
    tab.media(scheme)
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    tab.run((tools / "axe_core_python" / "axe.min.js").read_text())
    found = tab.driver.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert len(found["passes"]) > 20
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
