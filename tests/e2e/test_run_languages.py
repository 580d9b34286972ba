# SPDX-License-Identifier: Apache-2.0
"""cel-run --hooks: each language's hook beside whatever its variable has from an image, a manifest or
start-up."""

import os
import shutil

import cel_lines
import languages
import launchers
import pytest
from engines.bare import run_bare

PYTHON = "/usr/bin/python3"
EACH_LANGUAGE = pytest.mark.parametrize("language", languages.ALL)


@pytest.fixture
def program(volume):
    """The volume's own cel-run."""
    return os.path.join(volume, "bin", "cel-run")


def show(*names):
    return ("--", "sh", "-c", "echo " + " ".join('"$%s"' % name for name in names))


def test_an_error_is_reported_with_its_locals_and_the_images_modules_are_found(program, volume, tmp_path):
    (tmp_path / "prices.py").write_text("def share(total, items):\n    return total / items\n")
    crash = (PYTHON, "-c", "import prices; prices.share(99, 0)")
    done = run_bare(program, "--hooks", "--", *crash, env={"PYTHONPATH": tmp_path})
    (record,), _ = cel_lines.decode(done.stdout)
    assert (done.returncode, record["type"], record["mechanism"]) == (1, "Python3", "excepthook")
    assert record["exceptions"][0]["frames"][-1]["locals"] == {"total": "99", "items": "0"}


@EACH_LANGUAGE
@pytest.mark.parametrize("before", [None, "", "/srv/lib", "/srv/a::/srv/b: -c"])
def test_what_a_variable_held_stays_beside_the_hook(program, volume, language, before):
    hook = languages.environment(language, volume)
    done = run_bare(program, "--hooks=" + language, *show(hook.variable),
                    env={} if before is None else {hook.variable: before})
    assert done.stdout.decode() == hook.joined(before) + "\n"


@EACH_LANGUAGE
def test_a_hook_that_is_there_already_is_not_put_there_again(program, volume, language):
    hook = languages.environment(language, volume)
    held = hook.joined("/srv/lib")
    done = run_bare(program, "--hooks", *show(hook.variable), env={hook.variable: held})
    assert done.stdout.decode() == held + "\n"


def test_all_languages_or_those_that_are_named_are_set(program, volume):
    hooks = [languages.environment(each, volume) for each in languages.ALL]
    names = [hook.variable for hook in hooks]
    assert run_bare(program, "--hooks", *show(*names)).stdout.decode() == " ".join(
        hook.value for hook in hooks) + "\n"
    assert run_bare(program, "--hooks=python", *show(*names)).stdout.decode().split() == [volume]
    assert run_bare(program, *show(*names)).stdout.decode().split() == []


def test_start_up_that_sets_a_variable_keeps_it_and_the_hook(program, volume, tmp_path):
    (tmp_path / ".cel" / "user_vars").mkdir(parents=True)
    (tmp_path / ".cel" / "user_vars" / "PYTHONPATH").write_text("/srv/lib")
    done = run_bare(program, "--hooks", *show("PYTHONPATH"), cwd=str(tmp_path))
    assert done.stdout.decode() == volume + ":/srv/lib\n"


def test_any_cel_run_takes_a_volume_by_name_and_an_installed_one_its_own(volume, tmp_path):
    shown = show("PYTHONPATH")
    done = run_bare(launchers.CEL_RUN, "--hooks", "--volume", volume, *shown)
    assert done.stdout.decode() == volume + "\n"
    installed = tmp_path / "share" / "container-exception-logger" / "volume"
    shutil.copytree(volume, installed)
    (tmp_path / "bin").mkdir()
    shutil.copy(launchers.CEL_RUN, tmp_path / "bin" / "cel-run")
    assert run_bare(tmp_path / "bin" / "cel-run", "--hooks", *shown).stdout.decode() == "%s\n" % installed


@pytest.mark.parametrize("options, why", [
    (["--volume=/nowhere"], "/nowhere has no hooks"),
    (["--volume=cel"], "an absolute folder"), (["--volume=/a:b"], "without a colon or white space"),
    (["--volume=/a b"], "without a colon or white space"),
    (["--hooks=cobol"], "there is no hook for 'cobol' in VOLUME, which has " + ", ".join(languages.ALL)),
    (["--hooks=../python"], "there is no hook for '../python'")])
def test_a_hook_that_is_not_there_is_one_sentence(program, volume, tmp_path, options, why):
    done = launchers.run(program, "--hooks", *options, "--", "touch", tmp_path / "ran")
    assert done.returncode == 125
    assert done.stderr.startswith("cel-run: --hooks: ") and why.replace("VOLUME", volume) in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "ran").exists()
