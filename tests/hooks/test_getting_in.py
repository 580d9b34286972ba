# SPDX-License-Identifier: Apache-2.0
"""The ways in that the volume has: sitecustomize, usercustomize, ABRT's .pth names; beside others' own."""

import glob
import os
import subprocess

import pytest

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


@pytest.fixture
def venv(python, tmp_path):
    """Makes a virtual environment: `venv(option...)`, its `python` and its site-packages."""
    def make(*options):
        folder = str(tmp_path / "venv")
        subprocess.run([python.path, "-m", "venv", "--without-pip"] + list(options) + [folder], check=True)
        library, = glob.glob(os.path.join(folder, "lib", "py*", "site-packages"))
        return os.path.join(folder, "bin", "python"), library

    return make


@pytest.mark.since((3, 6))
@pytest.mark.parametrize("options", [(), ("--system-site-packages",)], ids=["venv", "with system packages"])
def test_a_virtual_environment_and_its_own_modules(options, compare, venv):
    program, library = venv(*options)
    for name in ("sitecustomize", "usercustomize"):
        with open(os.path.join(library, name + ".py"), "w") as file:
            file.write("import sys; sys.stderr.write('own %s\\n')\n" % name)
    for option in ([], ["-s"]):
        assert reasons(compare([program] + option + ["-c", CRASH])) == ["ZeroDivisionError"]


def test_real_and_effective_user_differ(run, python):
    if os.getuid() != 0:
        pytest.skip("only root can start a program with two user ids")
    program = "import os; print(os.getuid(), os.geteuid())\n" + CRASH
    ended = run([python.path, "-c", program], preexec_fn=lambda: os.setresuid(65534, 0, 0))
    assert b"65534" in ended.stdout
    assert reasons(ended) == ["ZeroDivisionError"]


def test_debians_own_sitecustomize(compare, volume, tmp_path):
    if not glob.glob("/usr/lib/python3.*/sitecustomize.py"):
        pytest.skip("this is no Debian: there is no /usr/lib/python3.*/sitecustomize.py")
    ended = compare(["/usr/bin/python3", "-c",
                     "import sys; print(sys.modules['sitecustomize'].__file__)\n" + CRASH])
    assert ended.stdout.startswith(b"/usr/lib/python3.")
    assert reasons(ended) == ["ZeroDivisionError"]


@pytest.mark.parametrize("module", ["raise ValueError('own')", "import nowhere_to_be_found", "1 +",
                                    "import sys; sys.exit(3)"], ids=["raises", "lacks", "syntax", "exits"])
def test_a_sitecustomize_that_fails_does_so_as_without_us(module, run, python, volume, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text(u"%s\n" % module)
    alone = run([python.path, "-c", "print(1)"], path=str(own))
    for path in ("%s:%s" % (volume, own), "%s:%s" % (own, volume)):
        ended = run([python.path, "-c", "print(1)"], path=path)
        assert (ended.status, ended.stdout) == (alone.status, alone.stdout)
        # Where Python itself gives up, it says by which file it came there.
        assert ended.stderr.splitlines()[-1:] == alone.stderr.splitlines()[-1:]
