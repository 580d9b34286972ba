# SPDX-License-Identifier: Apache-2.0
"""cel-run --python: Python's hooks beside whatever PYTHONPATH an image, a manifest or its start-up has."""

import os
import shutil

import cel_lines
import launchers
import pytest
from engines.bare import run_bare

PYTHON = "/usr/bin/python3"


@pytest.fixture
def program(volume):
    """The volume's own cel-run."""
    return os.path.join(volume, "bin", "cel-run")


def test_an_error_is_reported_with_its_locals_and_the_images_modules_are_found(program, volume, tmp_path):
    (tmp_path / "prices.py").write_text("def share(total, items):\n    return total / items\n")
    crash = (PYTHON, "-c", "import prices; prices.share(99, 0)")
    done = run_bare(program, "--python", "--", *crash, env={"PYTHONPATH": tmp_path})
    (record,), _ = cel_lines.decode(done.stdout)
    assert (done.returncode, record["type"], record["mechanism"]) == (1, "Python3", "excepthook")
    assert record["exceptions"][0]["frames"][-1]["locals"] == {"total": "99", "items": "0"}


@pytest.mark.parametrize("before", [None, "", "/srv/lib", "/srv/a::/srv/b:"])
def test_what_pythonpath_held_stays_behind_the_volume(program, volume, before):
    env = {} if before is None else {"PYTHONPATH": before}
    done = run_bare(program, "--python", "--", "sh", "-c", 'echo "$PYTHONPATH"', env=env)
    assert done.stdout.decode() == (volume + ":" + before if before else volume) + "\n"


def test_a_volume_that_is_there_already_is_not_put_there_again(program, volume):
    held = "/srv/lib:%s:/srv/b" % volume
    done = run_bare(program, "--python", "--", "sh", "-c", 'echo "$PYTHONPATH"', env={"PYTHONPATH": held})
    assert done.stdout.decode() == held + "\n"


def test_start_up_that_sets_pythonpath_keeps_it_and_the_hooks(program, volume, tmp_path):
    (tmp_path / ".cel" / "user_vars").mkdir(parents=True)
    (tmp_path / ".cel" / "user_vars" / "PYTHONPATH").write_text("/srv/lib")
    done = run_bare(program, "--python", "--", "sh", "-c", 'echo "$PYTHONPATH"', cwd=str(tmp_path))
    assert done.stdout.decode() == volume + ":/srv/lib\n"


def test_any_cel_run_takes_a_volume_by_name_and_an_installed_one_its_own(volume, tmp_path):
    show = ("--", "sh", "-c", 'echo "$PYTHONPATH"')
    assert run_bare(launchers.CEL_RUN, "--python=" + volume, *show).stdout.decode() == volume + "\n"
    installed = tmp_path / "share" / "container-exception-logger" / "volume"
    shutil.copytree(volume, installed)
    (tmp_path / "bin").mkdir()
    shutil.copy(launchers.CEL_RUN, tmp_path / "bin" / "cel-run")
    assert run_bare(tmp_path / "bin" / "cel-run", "--python", *show).stdout.decode() == "%s\n" % installed


@pytest.mark.parametrize("folder, why", [
    ("/nowhere", "cannot open /nowhere/sitecustomize.py: No such file or directory"),
    ("cel", "an absolute folder"), ("/a:b", "without a colon")])
def test_a_volume_that_is_none_is_one_sentence(tmp_path, folder, why):
    done = launchers.run(launchers.CEL_RUN, "--python=" + folder, "--", "touch", tmp_path / "ran")
    assert done.returncode == 125
    assert done.stderr.startswith("cel-run: --python: ") and why in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "ran").exists()
