# SPDX-License-Identifier: Apache-2.0
"""The pip package: real pip puts it into real environments, without a network; a crash is one report."""

import base64
import csv
import functools
import glob
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

import interpreters
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = "container_exception_logger"
pytestmark = pytest.mark.xdist_group("wheel")  # each interpreter's pip is kept once
CRASH = ["-c", "def f(a): return a / 0\nf(1)"]


def few(low=(2, 7)):
    """Of each kind the oldest and the newest, and this one: pip and `site` differ, and they change slowly."""
    all_of = [each for each in interpreters.found() if each.version[:2] >= low]
    kinds = [[each for each in all_of if (each.implementation, each.version[0]) == kind]
             for kind in (("CPython", 2), ("CPython", 3), ("PyPy", 2), ("PyPy", 3))]
    this = [each for each in all_of if os.path.realpath(each.path) == os.path.realpath(sys.executable)]
    chosen = {each for kind in kinds for each in kind[:1] + kind[-1:]}.union(this)
    return sorted(chosen, key=lambda each: (each.implementation, each.version, each.path))


def each_of(choice):
    return pytest.mark.parametrize("interpreter", choice, ids=interpreters.label, scope="module")


def build(folder):
    done = subprocess.run([sys.executable, os.path.join(ROOT, "python", "backend.py"), str(folder)],
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(tmp_path_factory.mktemp("wheel"))


@functools.lru_cache(maxsize=None)
def pip_of(interpreter):
    """The folder `pip` of an interpreter's own pip; environments without one run it. Kept under build/."""
    kept = os.path.join(ROOT, "build", "cache", "pip", interpreters.label(interpreter))
    if not os.path.exists(kept):
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        fresh = tempfile.mkdtemp(dir=os.path.dirname(kept))
        if interpreter.version > (3,):
            subprocess.run([interpreter.path, "-m", "venv", fresh], check=True)
        else:  # what ensurepip would install, if its own interpreter had no pip
            bundled, = glob.glob(os.path.join(library_of(interpreter), "ensurepip", "_bundled", "pip-*.whl"))
            with zipfile.ZipFile(bundled) as wheel:
                wheel.extractall(os.path.join(fresh, "site-packages"))
        os.rename(fresh, kept)
    return find(kept, "pip", "-packages")


def library_of(interpreter):
    """The folder of its standard library."""
    return subprocess.run([interpreter.path, "-c", "import os; print(os.path.dirname(os.__file__))"],
                          stdout=subprocess.PIPE, check=True).stdout.decode().strip()


def find(top, name, folder=""):
    """The path of the one file or folder of this name, in a folder whose name ends so."""
    path, = [os.path.join(where, name) for where, folders, files in os.walk(top)
             if name in folders + files and where.endswith(folder)]
    return path


class Place:
    """An interpreter with a site-packages of its own."""

    def __init__(self, folder, interpreter):
        self.folder, self.interpreter = str(folder), interpreter
        self.python = os.path.join(self.folder, "bin", "python")

    def pip(self, *command, **env):
        env.update(PATH="/usr/bin:/bin", HOME=self.folder, LC_ALL="C.UTF-8", PIP_NO_INDEX="1",
                   PIP_CONFIG_FILE="/dev/null", PIP_DISABLE_PIP_VERSION_CHECK="1")
        done = subprocess.run([self.python, pip_of(self.interpreter), "--no-cache-dir"] + list(command),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
        assert done.returncode == 0, done.stdout.decode()
        return done.stdout.decode()

    def add_neighbour(self):
        """Another package: pip takes an empty site-packages away with the last one."""
        with open(os.path.join(find(self.folder, "site-packages"), "neighbour.py"), "w"):
            pass

    def files(self):
        return {os.path.join(folder, name) for folder, folders, names in os.walk(self.folder)
                for name in folders + names}

    def find(self, name):
        return find(self.folder, name)


def venv(folder, interpreter, base=None, options=()):
    """A virtual environment; for Python 2.7, which has none, a prefix."""
    if interpreter.version < (3,):
        return prefix(folder, interpreter)
    command = [base or interpreter.path, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(command + list(options), check=True)
    return Place(folder, interpreter)


def prefix(folder, interpreter):
    """A prefix as conda makes them: a program and a standard library beside it, no pyvenv.cfg."""
    library = library_of(interpreter)
    own = os.path.join(str(folder), "lib", os.path.basename(library))
    os.makedirs(own)
    os.mkdir(os.path.join(str(folder), "bin"))
    for name in os.listdir(library):
        if name not in ("site-packages", "dist-packages", "EXTERNALLY-MANAGED"):
            os.symlink(os.path.join(library, name), os.path.join(own, name))
    for shared in glob.glob(os.path.join(os.path.dirname(library), "libpython*")):
        os.symlink(shared, os.path.join(str(folder), "lib", os.path.basename(shared)))
    os.mkdir(os.path.join(own, "site-packages"))
    made = Place(folder, interpreter)
    shutil.copy(os.path.realpath(interpreter.path), made.python)
    return made


@pytest.fixture(scope="module")
def place(interpreter, wheel, tmp_path_factory):
    """An environment with the wheel in it, which tests leave as it is."""
    made = venv(tmp_path_factory.mktemp("venv") / "v", interpreter)
    made.pip("install", wheel)
    return made


@pytest.fixture
def start(run):
    """Runs an environment's Python without PYTHONPATH: `start(place, arguments, env={}, path="")`."""
    def go(place, arguments, env=None, path=""):
        return run([place.python] + arguments, env=env, path=path)
    return go


def whole(reports):
    """Whether it is one report, and came by the logger: what the hook writes by itself has no chain."""
    return len(reports) == 1 and reports[0]["mechanism"] == "excepthook" and "exceptions" in reports[0]


@each_of(few())
def test_install_crash_uninstall(interpreter, wheel, tmp_path, start):
    place = venv(tmp_path / "v", interpreter)
    alone = start(place, CRASH)
    assert alone.reports == []
    place.add_neighbour()
    before = place.files()
    place.pip("install", wheel)
    crashed = start(place, CRASH, env={"PYTHONDONTWRITEBYTECODE": ""})
    assert whole(crashed.reports)
    assert crashed.seen == alone.seen
    said = place.pip("uninstall", "--yes", "container-exception-logger")
    assert "Successfully uninstalled container-exception-logger" in said
    assert place.files() == before
    after = start(place, CRASH)
    assert (after.seen, after.reports) == (alone.seen, [])


@each_of(few())
def test_options_of_the_interpreter(interpreter, place, start):
    for options in (["-E"], ["-s"], ["-E", "-s"]) + ((["-I"],) if interpreter.version > (3,) else ()):
        assert whole(start(place, options + CRASH).reports), options
    assert start(place, ["-S"] + CRASH).reports == []


@each_of(few())
def test_with_the_volume_it_is_one_report(place, volume, start):
    assert whole(start(place, CRASH, path=volume).reports)
    told = start(place, ["-m", PACKAGE], path=volume)
    assert told.status == 0 and (", from %s/%s.\n" % (volume, PACKAGE)).encode() in told.stdout


@each_of(few())
def test_a_half_removed_package_is_silent(interpreter, wheel, tmp_path, start):
    place = venv(tmp_path / "v", interpreter)
    alone = start(place, CRASH)
    place.pip("install", wheel)
    shutil.rmtree(place.find(PACKAGE))
    if interpreter.version >= (3, 15):  # `site` itself says what it cannot import
        os.unlink(place.find(PACKAGE + ".start"))
    left = start(place, CRASH)
    assert (left.seen, left.reports) == (alone.seen, [])


@each_of(few(low=(3, 9)))
def test_start_file(place, start):
    """What Python 3.15 and later do with it, on those before: PEP 829 resolves the lines by `pkgutil`."""
    path = place.find(PACKAGE + ".start")
    program = ("import pkgutil, sys\nsys.path.append(%r)\nwith open(%r) as lines:\n"
               "    for line in lines: pkgutil.resolve_name(line.strip())()\n1 / 0")
    program %= os.path.dirname(path), path
    assert whole(start(place, ["-S", "-c", program]).reports)


@each_of(few())
def test_says_that_it_is_active(place, start):
    told = start(place, ["-m", PACKAGE])
    words = told.stdout.decode()
    assert told.status == 0 and told.stderr == b"" and told.reports == []
    assert "The hook is active in %s (Python %s), from %s.\n" % (
        place.python, ".".join(map(str, place.interpreter.version)), place.find(PACKAGE)) in words
    assert "It would start the logger %s.\n" % place.find("container-exception-logger") in words
    assert "CEL_TIMEOUT='soon'" in start(place, ["-m", PACKAGE], env={"CEL_TIMEOUT": "soon"}).stdout.decode()


@each_of(few())
def test_sends_a_test_report(place, start):
    told = start(place, ["-m", PACKAGE, "--test"])
    assert told.status == 0
    report, = told.reports
    assert (report["mechanism"], report["handled"]) == ("test", True)
    assert "The test report %s was delivered.\n" % report["id"] in told.stdout.decode()
    assert b"container-exception-logger: delivered to " in told.stderr


@each_of(few())
def test_says_why_it_is_not_active(interpreter, wheel, place, volume, tmp_path, start):
    bare = venv(tmp_path / "v", interpreter)

    def why(arguments, place=place, **more):
        told = start(place, arguments, **more)
        assert (told.status, told.stderr, told.reports) == (1, b"", [])
        words = told.stdout.decode()
        assert words.startswith("The hook is not active in %s (Python " % place.python)
        return words

    assert why(["-m", PACKAGE, "--test"], env={"CEL_DISABLE": "1"}).endswith(": CEL_DISABLE is set.\n")
    assert ": -S keeps " in why(["-S", "-m", PACKAGE], path=volume)
    by_hand = ["-c", "import sys, runpy; sys.path.append(%r); sys.argv[1:] = []; "
               "runpy.run_module(%r, run_name='__main__')" % (volume, PACKAGE)]
    assert "PYTHONPATH does not name the volume " + volume in why(by_hand, place=bare)
    assert "-E and -I keep " in why(["-E"] + by_hand, place=bare)
    assert "there is no container_exception_logger.pth in " in why(
        ["-m", PACKAGE], place=bare, path=os.path.join(ROOT, "python", "src"))


@each_of(few())
def test_wrong_usage_and_help(place, start):
    told = start(place, ["-m", PACKAGE, "--tset"])
    assert (told.status, told.stdout) == (2, b"")
    assert told.stderr == b"usage: python -m container_exception_logger [--test]\n"
    told = start(place, ["-m", PACKAGE, "--help"])
    assert told.status == 0 and b"exit status:" in told.stdout


@each_of(few())
def test_says_that_no_log_took_it(interpreter, wheel, tmp_path, start):
    place = venv(tmp_path / "v", interpreter)
    place.pip("install", wheel)
    with open(place.find("container-exception-logger"), "w") as logger:
        logger.write("#!/bin/sh\nexec sleep 600\n")
    told = start(place, ["-m", PACKAGE, "--test"], env={"CEL_TIMEOUT": "0.1"})
    assert (told.status, told.reports) == (3, [])
    assert b"The test report was not delivered: no log took it within 0.1 seconds.\n" in told.stdout
    os.unlink(place.find("container-exception-logger"))
    told = start(place, ["-m", PACKAGE], env={"PATH": ""})
    assert told.status == 0
    assert b"\nIt finds no logger, and would write a short report by itself.\n" in told.stdout


@each_of(few())
def test_target_folder(interpreter, wheel, tmp_path, start):
    place, target = venv(tmp_path / "v", interpreter), str(tmp_path / "target")
    place.pip("install", "--target", target, wheel)
    assert start(place, CRASH, path=target).reports == []
    told = start(place, ["-m", PACKAGE], path=target)
    assert told.status == 1 and b"site.addsitedir()" in told.stdout
    for first in ("import %s as hook; hook.install()" % PACKAGE, "import site; site.addsitedir(%r)" % target):
        assert whole(start(place, ["-c", first + "\n1 / 0"], path=target).reports), first


@each_of(few())
def test_conda_like_prefix_and_environments_that_see_it(interpreter, wheel, tmp_path, start):
    base = prefix(tmp_path / "base", interpreter)
    base.pip("install", wheel)
    assert whole(start(base, CRASH).reports)
    if interpreter.version > (3,):
        seeing = venv(tmp_path / "seeing", interpreter, base.python, ["--system-site-packages"])
        assert whole(start(seeing, CRASH).reports)
        assert start(venv(tmp_path / "apart", interpreter, base.python), CRASH).reports == []


@each_of(few())
def test_user_install(interpreter, wheel, tmp_path, start):
    place, env = prefix(tmp_path / "base", interpreter), {"PYTHONUSERBASE": str(tmp_path / "user")}
    place.pip("install", "--user", wheel, **env)
    assert whole(start(place, CRASH, env=env).reports)
    assert whole(start(place, ["-E"] + CRASH, env=env).reports)
    for option in ("-s", "-I") if interpreter.version > (3,) else ("-s",):
        assert start(place, [option] + CRASH, env=env).reports == []


@each_of(few(low=(3, 11)))  # their pip knows PEP 660
def test_editable_install(interpreter, tmp_path, start):
    def tree():
        return {os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(ROOT, "python"))
                for name in names if "__pycache__" not in folder}

    place = venv(tmp_path / "v", interpreter)
    place.add_neighbour()
    before = place.files()
    sources = tree()
    place.pip("install", "--editable", os.path.join(ROOT, "python"))
    assert whole(start(place, CRASH).reports)
    told = start(place, ["-m", PACKAGE])
    assert told.status == 0 and os.path.join(ROOT, "python", "src").encode() in told.stdout
    place.pip("uninstall", "--yes", "container-exception-logger")
    assert place.files() == before
    assert tree() == sources


def test_the_same_sources_give_the_same_wheel(tmp_path):
    digests = set()
    for name in ("one", "other"):
        with open(build(tmp_path / name), "rb") as wheel:
            digests.add(hashlib.sha256(wheel.read()).hexdigest())
    assert len(digests) == 1


def test_what_is_in_the_wheel(wheel):
    """Each file is listed with its checksum, the version is the project's, the program needs no library."""
    with open(os.path.join(ROOT, "CMakeLists.txt")) as cmake:
        version = re.search(r"VERSION (\d+\.\d+\.\d+) LANGUAGES", cmake.read()).group(1)
    assert os.path.basename(wheel).startswith("%s-%s-py2.py3-none-" % (PACKAGE, version))
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        info = "%s-%s.dist-info/" % (PACKAGE, version)
        assert b"\nVersion: %s\n" % version.encode() in packed.read(info + "METADATA")
        for name, digest, size in csv.reader(packed.read(info + "RECORD").decode().splitlines()):
            names.remove(name)
            if name != info + "RECORD":
                data = packed.read(name)
                checksum = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
                assert digest == "sha256=" + checksum
                assert int(size) == len(data)
        assert names == set()
        program = packed.read(PACKAGE + "/bin/container-exception-logger")
    assert program[:6] == b"\x7fELF\x02\x01"
    start, = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    kinds = [struct.unpack_from("<I", program, start + size * number)[0] for number in range(count)]
    assert 3 not in kinds  # PT_INTERP: the dynamic linker
