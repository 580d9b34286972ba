# SPDX-License-Identifier: Apache-2.0
"""The ways to start a program: `-c`, `-m`, standard input, a folder, an archive. A prompt is none."""

import zipfile

import pytest
from deaths import check, fatal

SOURCE = """
def price(cart):
    return 1 / cart
price(0)
"""


def test_command(compare, python):
    ended = compare([python.path, "-c", SOURCE])
    check(ended.reports, [fatal("<string>:3:price:ZeroDivisionError: ")])
    assert ended.reports[0]["executable"].split()[1] == "-c"


def test_module(compare, python, script, tmp_path):
    path = script(SOURCE, "shop.py")
    ended = compare([python.path, "-m", "shop"], cwd=str(tmp_path))
    check(ended.reports, [fatal("shop.py:3:price:ZeroDivisionError: ")])
    assert ended.reports[0]["executable"] == path


def test_package(compare, python, tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text(u"from shop.parts import price\n")
    (tmp_path / "shop" / "parts.py").write_text(u"" + SOURCE.replace("price(0)\n", ""))
    (tmp_path / "shop" / "__main__.py").write_text(u"from shop import price\nprice(0)\n")
    ended = compare([python.path, "-m", "shop"], cwd=str(tmp_path))
    check(ended.reports, [fatal("parts.py:3:price:ZeroDivisionError: ")])
    frames = ended.reports[0]["exceptions"][0]["frames"]
    assert [each["function"] for each in frames if each["in_app"]] == ["<module>", "price"]


def test_module_that_is_not_there(compare, python, tmp_path):
    assert compare([python.path, "-m", "nowhere_to_be_found"], cwd=str(tmp_path)).reports == []


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["by itself", "dash"])
def test_standard_input(arguments, compare, python, script):
    with open(script(SOURCE)) as source:
        ended = compare([python.path] + arguments, stdin=source)
    check(ended.reports, [fatal("<stdin>:3:price:ZeroDivisionError: ")])


def test_folder(compare, python, tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__main__.py").write_text(u"" + SOURCE)
    ended = compare([python.path, str(tmp_path / "shop")])
    check(ended.reports, [fatal("__main__.py:3:price:ZeroDivisionError: ")])


def test_archive(compare, python, tmp_path):
    path = str(tmp_path / "shop.pyz")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", "import parts\nparts.price(0)\n")
        archive.writestr("parts.py", SOURCE.replace("price(0)\n", ""))
    ended = compare([python.path, path])
    check(ended.reports, [fatal("parts.py:3:price:ZeroDivisionError: ")])
    lines = ended.reports[0]["exceptions"][0]["frames"][-1]["context"]["lines"]
    assert "    return 1 / cart" in lines  # the archive is asked for it


@pytest.mark.parametrize("tool", [["cProfile", "-s", "name"], ["trace", "--count", "--missing"]],
                         ids=["cProfile", "trace"])
def test_under_a_tool_of_the_library(tool, run, python, script):
    ended = run([python.path, "-m"] + tool + [script(SOURCE)])
    check(ended.reports, [fatal("program.py:3:price:ZeroDivisionError: ")])


@pytest.mark.parametrize("arguments", [["-i"], ["-i", "-c", "1 / 0"]], ids=["", "after a command"])
def test_what_is_typed_at_a_prompt_is_no_error(arguments, compare, python, script):
    with open(script("print('typed')\n1 / 0\nraise ValueError('x')\n")) as typed:
        assert compare([python.path] + arguments, stdin=typed).reports == []
