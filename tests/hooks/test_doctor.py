# SPDX-License-Identifier: Apache-2.0
"""container-exception-logger --doctor, in a volume: which runtimes have their hook, why others have not, and
what to set."""

import os
import re
import shutil
import subprocess
import time

import languages
import nodes
import pytest
from hook_runner import as_root, copied, public  # noqa: F401

PROGRAMS = {"java": "java", "node": "node", "perl": "perl", "php": "php", "python": "python3", "ruby": "ruby"}


class Doctor:
    """Asks the logger of a volume in an environment whose PATH has these programs alone."""

    def __init__(self, volume, folder, **programs):
        self.volume, self.log = str(volume), str(folder / "log")
        self.path = folder / "path"
        self.path.mkdir(parents=True)
        for name, program in programs.items():
            (self.path / name).symlink_to(program)

    def ask(self, user=None, **env):
        env = {"PATH": str(self.path), "HOME": "/", "CEL_SINK": "file:" + self.log, **env}
        done = subprocess.run(
            [self.volume + "/bin/container-exception-logger", "--doctor"],
            env=env,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def remedy(self, text):
        """The variable that it says to set."""
        (line,) = re.findall(r"^ +set (\w+=.*)$", text, re.M)
        return dict([line.split("=", 1)])


def system(name):
    """The system's program: other tests compare what PATH has."""
    return shutil.which(name, path="/usr/bin:/bin") or pytest.skip("needs %s" % name)


@pytest.fixture(params=sorted(PROGRAMS))
def language(request):
    return request.param


@pytest.fixture
def doctor(language, volume, tmp_path):
    name = PROGRAMS[language]
    return Doctor(volume, tmp_path, **{name: system(name)})


def test_what_it_says_to_set_makes_a_hook_active(doctor, language):
    name = languages.environment(language).variable
    status, text = doctor.ask()
    assert status == 1 and "%s is not set" % name in text
    remedy = doctor.remedy(text)
    assert remedy == languages.variables(doctor.volume, language)
    status, text = doctor.ask(**remedy)
    assert status == 0 and re.search(r"^  yes  %s/\w+ \d+\.\d[\w.]*$" % doctor.path, text, re.M)
    assert not os.path.exists(doctor.log) or os.path.getsize(doctor.log) == 0


@pytest.mark.parametrize("language", ["node", "ruby"], indirect=True)
def test_a_value_that_took_the_place_of_the_hook_is_to_be_joined(doctor, language):
    held = {"node": "--no-warnings", "ruby": "-W0"}[language]
    name = languages.environment(language).variable
    status, text = doctor.ask(**{name: held})
    assert status == 1 and "%s is '%s', without the hook" % (name, held) in text
    assert doctor.remedy(text)[name].endswith(held)
    assert doctor.ask(**doctor.remedy(text))[0] == 0


@pytest.mark.parametrize("language", ["perl"], indirect=True)
def test_other_reasons_are_named(doctor, volume):
    hooked = languages.variables(volume, "perl")
    status, text = doctor.ask(CEL_DISABLE="1", **hooked)
    assert status == 1 and "CEL_DISABLE is set\n         unset CEL_DISABLE" in text
    assert doctor.ask(CEL_CAPTURE="none", CEL_IGNORE="die", **hooked)[0] == 0
    (doctor.path / "perl").unlink()
    (doctor.path / "perl").write_text("#!/bin/sh\necho spoilt >&2\nexit 1\n")
    (doctor.path / "perl").chmod(0o755)
    assert "it does not run: spoilt" in doctor.ask(**hooked)[1]
    (doctor.path / "perl").unlink()
    status, text = doctor.ask(**hooked)
    assert status == 0 and "PATH has no program" in text


def test_a_runtime_that_is_too_old_is_named(volume, tmp_path):
    doctor = Doctor(volume, tmp_path, node=nodes.node_at(nodes.OLD))
    status, text = doctor.ask(**languages.variables(volume, "node"))
    assert status == 1 and "node %s: the hook is for 16 and newer" % nodes.OLD in text


def test_a_volume_that_the_user_cannot_read_is_named(volume, public, as_root):  # noqa: F811
    own = copied(volume, public / "cel")
    os.chmod(str(own / "node" / "cel.js"), 0o600)
    doctor = Doctor(own, public, node=system("node"))
    hooked = languages.variables(own, "node")
    assert doctor.ask(**hooked)[0] == 0
    status, text = doctor.ask(user=65534, **hooked)
    assert status == 1 and "cannot read %s/node/cel.js: Permission denied" % own in text
    assert "let uid 65534 read the volume" in text


def test_programs_that_run_are_told_by_how_they_were_started(volume, tmp_path):
    doctor = Doctor(volume, tmp_path, perl=system("perl"))
    hooked = languages.variables(volume, "perl")
    running = [subprocess.Popen(["/usr/bin/perl", "-e", "sleep 60"], env=env) for env in ({}, hooked)]
    try:
        end = time.monotonic() + 60
        while "perl" not in os.readlink("/proc/%d/exe" % running[1].pid) and time.monotonic() < end:
            time.sleep(0.01)
        text = doctor.ask(**hooked)[1]
    finally:
        for each in running:
            each.kill()
            each.wait()
    alone, other = (each.pid for each in running)
    assert "  no   PID %d /usr/bin/perl: it was started without PERL5OPT\n" % alone in text
    assert "  yes  PID %d /usr/bin/perl\n" % other in text
