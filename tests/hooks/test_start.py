# SPDX-License-Identifier: Apache-2.0
"""What the start of the hook from a volume leaves behind: nothing that a program could see; and whose
bytecode runs."""

import os
import shutil

import pytest

CRASH = "raise ValueError('x')"


def test_the_path_and_what_is_imported_along_it_are_as_without_us(compare, python):
    compare([python.path, "-c", "import sys; print(sys.path)"])
    for name in ("bin", "py3"):  # the volume's folders are no packages
        compare([python.path, "-c", "import %s" % name])


@pytest.mark.since((3, 6))
def test_atexit_is_as_if_the_program_had_imported_it(compare, python):
    compare([python.path, "-c", "import atexit; print(sorted(map(str, vars(atexit).items())))"])


def test_the_volume_says_whether_it_is_active(run, python):
    for options in ([], ["-s"]):
        ended = run([python.path] + options + ["-m", "container_exception_logger", "--test"])
        assert (ended.status, ended.stderr.count(b"Warning")) == (0, 0)
        assert [report["mechanism"] for report in ended.reports] == ["test"]
    ended = run([python.path, "-m", "container_exception_logger"], env={"CEL_DISABLE": "1"})
    assert ended.status == 1 and b"CEL_DISABLE is set" in ended.stdout


def test_bytecode_never_outlives_its_source(run, python, volume, tmp_path):
    """Whatever times a copy of a volume has: here those of the newer source are the older one's."""
    folder = str(tmp_path / "copy")
    shutil.copytree(volume, folder)
    for name in ("sitecustomize.py", "container_exception_logger/doors.py"):
        path = os.path.join(folder, name)
        times = os.stat(path)
        with open(path) as source:
            text = source.read().split("import sys\n", 1)
        with open(path, "w") as source:
            source.write(("import sys\nsys.stderr.write('newer %s\\n')\n" % name).join(text))
        if python.version >= (3, 7):
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        else:  # these know nothing but the time
            os.utime(path, (times.st_atime + 2, times.st_mtime + 2))
    ended = run([python.path, "-c", CRASH], path=folder)
    assert ended.stderr.startswith(b"newer sitecustomize.py\nnewer container_exception_logger/doors.py\n")
    assert len(ended.reports) == 1
