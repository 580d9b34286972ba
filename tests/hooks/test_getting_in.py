# SPDX-License-Identifier: Apache-2.0
"""The ways in that the volume has: sitecustomize, usercustomize, ABRT's .pth names; beside others' own."""

import os

CRASH = "def price(): return 1 / 0\nprice()"


def reasons(ended):
    return [report["reason"].split(":")[-2] for report in ended.reports]


def test_sitecustomize_and_usercustomize_report_once_together(run, python):
    assert reasons(run([python.path, "-c", CRASH])) == ["ZeroDivisionError"]


def test_sitecustomize_alone_is_enough_where_there_are_no_user_sites(run, python):
    assert reasons(run([python.path, "-s", "-c", CRASH])) == ["ZeroDivisionError"]


def test_usercustomize_alone_is_enough(run, python, volume, tmp_path):
    folder = tmp_path / "user only"
    folder.mkdir()
    for name in ("usercustomize.py", "container_exception_logger", "bin"):
        os.symlink(os.path.join(volume, name), str(folder / name))
    assert reasons(run([python.path, "-c", CRASH], path=str(folder))) == ["ZeroDivisionError"]


def test_the_names_of_abrts_volume_work(run, python, volume, tmp_path):
    folder = os.path.join(volume, "py%d" % python.version[0])
    program = "import site; site.addsitedir(%r)\n%s" % (folder, CRASH)
    ended = run([python.path, "-c", program], path=str(tmp_path))
    assert reasons(ended) == ["ZeroDivisionError"]
    assert b"Error processing" not in ended.stderr


def test_the_programs_own_sitecustomize_and_usercustomize_run_as_well(run, python, volume, tmp_path):
    for name in ("sitecustomize", "usercustomize"):
        (tmp_path / (name + ".py")).write_text(u"import sys; sys.stderr.write('own %s\\n')\n" % name)
    for path in ("%s:%s" % (volume, tmp_path), "%s:%s" % (tmp_path, volume)):
        ended = run([python.path, "-c", CRASH], path=path)
        assert ended.stderr.startswith(b"own sitecustomize\nown usercustomize\nTraceback")


def test_modules_of_these_names_are_in_sight_as_without_us(compare, python):
    names = "('sitecustomize', 'usercustomize')"
    compare([python.path, "-c", "import sys; print([name in sys.modules for name in %s])" % names])


def test_isolated_interpreters_are_left_alone(run, python):
    for option in ("-E", "-S"):
        assert reasons(run([python.path, option, "-c", CRASH])) == []
