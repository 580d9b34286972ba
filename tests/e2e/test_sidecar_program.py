# SPDX-License-Identifier: Apache-2.0
"""The program cel-sidecar: what it lays into a volume, and what it says."""

import os
import shutil
import subprocess
import threading

import cel_lines
import languages
import pytest
import yaml
from engines.bare import run_bare
from programs import PATIENCE
from reports import report, text_of
from sidecar import Sidecar, hand_over

PYTHON = "/usr/bin/python3"


def run(program, *arguments, **options):
    return subprocess.run(
        [program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, universal_newlines=True, **options,
    )


def tree(folder):
    """Each path below the folder with what tells whether it was touched."""
    found = {}
    for top, folders, files in os.walk(str(folder)):
        for name in folders + files:
            status = os.lstat(os.path.join(top, name))
            found[os.path.relpath(os.path.join(top, name), str(folder))] = (
                status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns,
            )
    return found


@pytest.fixture
def program(sidecar_program, tmp_path):
    """A copy of the program and its files, for a test to make another version of it."""
    folder = tmp_path / "image"
    shutil.copytree(os.path.dirname(sidecar_program), str(folder))
    return str(folder / "cel-sidecar")


def test_an_installed_volume_is_that_of_make_volume(sidecar_program, volume, tmp_path):
    done = run(sidecar_program, "install", tmp_path / "cel")
    assert (done.returncode, done.stdout) == (0, "")
    assert "files written, 0 old ones removed" in done.stderr
    ours = {path: entry[1:3] for path, entry in tree(tmp_path / "cel").items() if not path.startswith("run")}
    assert ours.pop(".cel-manifest")
    made = {path: entry[1:3] for path, entry in tree(volume).items() if not path.startswith("run")}
    assert made.pop("bin/cel-run")  # which the sidecar does not bring
    folders = {path for path, entry in made.items() if os.path.isdir(os.path.join(volume, path))}
    assert {p: e for p, e in ours.items() if p not in folders} == {
        p: e for p, e in made.items() if p not in folders
    }
    assert os.stat(str(tmp_path / "cel" / "run")).st_mode & 0o7777 == 0o1777


def test_a_second_installation_changes_nothing_at_all(sidecar_program, tmp_path):
    run(sidecar_program, "install", tmp_path / "cel")
    before = tree(tmp_path / "cel")
    done = run(sidecar_program, "install", tmp_path / "cel")
    assert done.returncode == 0 and done.stderr.endswith(": nothing to do\n")
    assert tree(tmp_path / "cel") == before


def test_what_it_prints_for_env_is_what_a_program_needs(sidecar_program, tmp_path):
    done = run(sidecar_program, "install", tmp_path / "cel", "--print", "env")
    printed = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert printed == languages.variables(tmp_path / "cel")
    died = run_bare(PYTHON, "-c", "1/0", env=dict(PATIENCE, **printed))
    assert "ZeroDivisionError" in cel_lines.decode(died.stdout)[0][0]["reason"]


@pytest.mark.parametrize("names", [(), ("python",)], ids=["all", "python"])
def test_what_it_prints_for_engines_sets_each_languages_variable(sidecar_program, tmp_path, names):
    folder = tmp_path / "cel"
    chosen = ["--hooks", ",".join(names)] if names else []
    wanted = languages.variables(folder, *names)
    done = run(sidecar_program, "install", folder, "--print", "docker", *chosen)
    assert done.stdout.split() == ["--volume", "cel:%s:ro" % folder] + [
        word for name in wanted for word in ("--env", "%s=%s" % (name, wanted[name]))]
    done = run(sidecar_program, "install", folder, "--print", "kubernetes", *chosen)
    printed = yaml.safe_load(done.stdout)
    assert {each["name"]: each["value"] for each in printed["env"]} == wanted
    assert printed["volumeMounts"] == [{"name": "cel", "mountPath": str(folder), "readOnly": True}]


def test_a_language_without_a_hook_is_one_sentence_and_nothing_is_laid(sidecar_program, tmp_path):
    done = run(sidecar_program, "install", tmp_path / "cel", "--print", "env", "--hooks", "cobol")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no hook for 'cobol'" in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "cel").exists()


def test_the_probe_fails_until_everything_is_there_and_after_a_kill(sidecar_program, tmp_path):
    folder = tmp_path / "cel"
    assert run(sidecar_program, "ready", folder).returncode == 1
    with Sidecar(sidecar_program, folder) as sidecar:
        done = run(sidecar_program, "ready", folder)
        assert (done.returncode, done.stdout) == (0, "%s is ready\n" % folder)
        sidecar.end(9)
    done = run(sidecar_program, "ready", folder)
    assert done.returncode == 1 and "not ready: " in done.stderr and "cel.sock" in done.stderr
    with Sidecar(sidecar_program, folder) as sidecar:
        pass
    os.unlink(sidecar.socket)
    run(sidecar_program, "install", folder)
    assert run(sidecar_program, "ready", folder).returncode == 0


def test_the_volumes_files_have_the_times_of_the_images_by_which_old_pythons_tell_bytecode(program, tmp_path):
    payload, folder = tmp_path / "image" / "volume", tmp_path / "cel"
    source, other = "sitecustomize.py", "usercustomize.py"
    os.utime(payload / source, (1500000000, 1500000000))
    run(program, "install", folder)
    os.utime(payload / source, (1600000000, 1600000000))  # a newer image with the same file
    before = os.stat(folder / source)
    assert before.st_mtime == 1500000000
    run(program, "install", folder)
    after = os.stat(folder / source)
    assert (after.st_mtime, after.st_ino) == (1600000000, before.st_ino)
    assert int(os.stat(folder / other).st_mtime) == int(os.stat(payload / other).st_mtime)


def test_an_upgrade_takes_its_own_old_files_along_and_nobody_elses(program, tmp_path):
    payload, folder = tmp_path / "image" / "volume", tmp_path / "cel"
    (payload / "py3" / "gone.py").write_text("old = 1\n")
    run(program, "install", folder)
    (payload / "py3" / "gone.py").unlink()
    (payload / "py3" / "new.py").write_text("new = 1\n")
    (folder / "py3" / "theirs.py").write_text("theirs = 1\n")
    done = run(program, "install", folder)
    assert "1 of " in done.stderr and "1 old ones removed" in done.stderr
    assert not (folder / "py3" / "gone.py").exists()
    assert (folder / "py3" / "new.py").exists() and (folder / "py3" / "theirs.py").exists()


def test_python_programs_that_start_and_die_during_upgrades_notice_nothing(program, tmp_path):
    payload, folder = tmp_path / "image" / "volume", tmp_path / "cel"
    modules = sorted(payload.rglob("*.py"))
    run(program, "install", folder)
    done, ended = [], threading.Event()

    def upgrade():
        number = 0
        while not ended.is_set():
            number += 1
            for module in modules:
                text = module.read_text().split("\n# version ")[0]
                module.write_text("%s\n# version %d\n" % (text, number))
            done.append(run(program, "install", folder))

    upgrading = threading.Thread(target=upgrade)
    upgrading.start()
    without = run(PYTHON, "-c", "1/0").stderr
    try:
        for _ in range(12):
            died = run_bare(PYTHON, "-c", "1/0", env=dict(PATIENCE, PYTHONPATH=str(folder)))
            assert died.stderr.decode() == without
            assert len(cel_lines.decode(died.stdout)[0]) == 1
    finally:
        ended.set()
        upgrading.join()
    assert len(done) > 1
    assert all(one.returncode == 0 and "files written" in one.stderr for one in done)


def test_a_program_is_replaced_while_it_runs(program, tmp_path):
    folder = tmp_path / "cel"
    run(program, "install", folder)
    logger = folder / "bin" / "container-exception-logger"
    sink = "file:" + str(tmp_path / "log")
    running = subprocess.Popen([str(logger), "--sink", sink], stdin=subprocess.PIPE)
    with open(str(tmp_path / "image" / "volume" / "bin" / "container-exception-logger"), "ab") as file:
        file.write(b"another version")
    assert run(program, "install", folder).returncode == 0
    running.communicate(text_of(report()))
    assert running.returncode == 0
    assert logger.read_bytes().endswith(b"another version")


def test_a_full_volume_is_one_sentence_and_the_old_files_stay_whole(program, tmp_path, as_root):
    folder, payload = tmp_path / "cel", tmp_path / "image" / "volume"
    # Room for one version and a little, in pages.
    room = sum(file.stat().st_size + 4096 for file in payload.rglob("*")) + 200000
    script = """
        mkdir "$1" && mount -t tmpfs -o "size=$3" tmpfs "$1" || exit 99
        "$0" install "$1" || exit 98
        sha256sum "$1"/*.py "$1"/bin/* >"$2/before"
        echo "# changed" >>"$2/image/volume/sitecustomize.py"
        echo changed >>"$2/image/volume/bin/container-exception-logger"
        "$0" install "$1" 2>"$2/said"; echo status $?
        sha256sum --quiet -c "$2/before" && ls -A "$1" "$1/bin" | grep -c cel-new
    """
    done = run_bare("sh", "-c", script, program, folder, tmp_path, room)
    assert done.stdout == b"status 2\n0\n", done
    said = (tmp_path / "said").read_text()
    assert "No space left on device (ENOSPC): make the volume larger" in said
    assert said.count("\n") == 1 and "what was in the volume is left as it was" in said


def test_a_read_only_volume_is_one_sentence_unless_there_is_nothing_to_do(program, tmp_path, as_root):
    script = """
        mkdir "$1" && mount -t tmpfs tmpfs "$1" && "$0" install "$1" && mount -o remount,ro "$1" || exit 99
        "$0" install "$1"; echo status $?
        echo "# changed" >>"$2/image/volume/sitecustomize.py"
        "$0" install "$1"; echo status $?
    """
    done = run_bare("sh", "-c", script, program, tmp_path / "cel", tmp_path)
    assert done.stdout == b"status 0\nstatus 2\n", done
    assert b"Read-only file system (EROFS): mount the volume writable in this container" in done.stderr


def test_an_empty_read_only_volume_is_said_to_be_read_only(program, as_root, tmp_path):
    script = """
        mkdir "$1" && mount -t tmpfs -o ro tmpfs "$1" || exit 99
        for command in install serve; do "$0" $command "$1"; echo $?; done
    """
    done = run_bare("sh", "-c", script, program, tmp_path / "cel")
    assert done.stdout == b"2\n3\n"
    said = done.stderr.decode().splitlines()
    assert len(said) == 2
    hint = "Read-only file system (EROFS): mount the volume writable in this container"
    assert all(hint in line for line in said), said


def test_a_volume_of_another_user_says_who_may_not_write(sidecar_program, public, as_root):
    done = run(sidecar_program, "install", public / "cel", preexec_fn=lambda: os.setresuid(1000, 1000, 1000))
    assert done.returncode == 2
    assert "cannot make the folder" in done.stderr
    (public / "cel").mkdir()
    done = run(sidecar_program, "install", public / "cel", preexec_fn=lambda: os.setresuid(1000, 1000, 1000))
    assert done.returncode == 2
    assert "Permission denied (EACCES): make the volume writable for uid 1000" in done.stderr


def test_serve_without_install_relays_over_the_volume_as_it_is(sidecar_program, tmp_path):
    folder = tmp_path / "cel"
    folder.mkdir()
    with Sidecar(sidecar_program, folder, "serve", str(folder)) as sidecar:
        assert hand_over(sidecar.socket, b"{}\n") == b"ok\n"
        status, log, said = sidecar.end()
    assert (status, said) == (0, "")
    assert len(cel_lines.decode(log)[0]) == 1
    assert sorted(os.listdir(str(folder))) == ["run"] and os.listdir(str(folder / "run")) == []


def test_wrong_usage_is_status_1_and_help_and_version_are_status_0(sidecar_program):
    for arguments in ([], ["install"], ["serve"], ["nonsense"], ["install", "/x", "--print", "poetry"]):
        done = run(sidecar_program, *arguments)
        assert done.returncode == 1 and done.stderr and not done.stdout
    assert run(sidecar_program, "--version").stdout.startswith("cel-sidecar ")
    assert "Exit status:" in run(sidecar_program, "--help").stdout
