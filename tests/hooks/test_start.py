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
    """Whatever times a copy of a volume has: here a newer source has the older one's, or its size."""
    folder = str(tmp_path / "copy")
    shutil.copytree(volume, folder)
    say = "import sys; sys.stderr.write('newer %s\\n')"
    package = "container_exception_logger/"
    names = ["sitecustomize.py", package + "entry_points.py", package + "traceback_text.py"]
    for name in names:
        path = os.path.join(folder, name)
        times = os.stat(path)
        with open(path) as source:
            before, docstring, after = source.read().split('"""', 2)
        same_size = name == names[2]
        with open(path, "w") as source:
            source.write(before + (say % name).ljust(len(docstring) + 6 if same_size else 0) + after)
        if python.version >= (3, 7) and not same_size:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        else:  # older ones know nothing but the time
            os.utime(path, (times.st_atime + 2, times.st_mtime + 2))
    ended = run([python.path, "-c", CRASH], path=folder)
    newer = [line for line in ended.stderr.decode().splitlines() if line.startswith("newer ")]
    assert newer == ["newer " + name for name in names]
    assert len(ended.reports) == 1


@pytest.mark.since((3, 8))
def test_a_copy_with_other_times_is_not_compiled_anew(run, python, volume, tmp_path):
    folder = str(tmp_path / "copy")
    shutil.copytree(volume, folder, copy_function=shutil.copyfile)
    shutil.copytree(os.path.join(volume, "bin"), os.path.join(folder, "bin"), dirs_exist_ok=True)
    watched = ("import sys; from posix import write; sys.addaudithook(lambda event, args:"
               " event == 'compile' and 'logger' in str(args[1]) and write(1, args[1].encode())); ")
    ended = run([python.path, "-c", watched + CRASH], path=folder)
    assert len(ended.reports) == 1
    assert ended.stdout == b""
