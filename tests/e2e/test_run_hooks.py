# SPDX-License-Identifier: Apache-2.0
"""An image's start-up hooks, as mod_wsgi-docker had them, with cel-run as PID 1."""

import os
import signal
import subprocess
import time

import cel_lines
import launchers
import pytest
from engines.bare import first_child, run_bare, start_bare

UNTIL = "while ! [ -e %s ]; do sleep 0.05; done; "


@pytest.fixture(params=[".cel", ".docker"])
def app(request, tmp_path):
    """A current folder with start-up hooks; gives a function that writes one."""
    top = tmp_path / "app"
    (top / request.param / "user_vars").mkdir(parents=True)
    (top / request.param / "action_hooks").mkdir()

    def hook(name, text, mode=0o755):
        path = top / request.param / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)

    hook.top, hook.folder = str(top), request.param
    return hook


def run(app, *arguments, **options):
    return run_bare(launchers.CEL_RUN, *arguments, cwd=app.top, **options)


def variables(app, env=None):
    """The command's environment, and what was said. No shell is on the way, which drops odd names."""
    given = dict(env or {}, PATH="/usr/bin:/bin")
    done = launchers.run(launchers.CEL_RUN, "--", "env", "-0", cwd=app.top, env=given)
    assert done.returncode == 0, done
    bare = done.stdout.encode("utf-8", "surrogateescape")
    return dict(each.split(b"=", 1) for each in bare.split(b"\0") if each), done.stderr


def test_user_vars_are_variables_byte_for_byte(app):
    app("user_vars/GREETING", b" two\nlines \xff\xc3\xa4\n")
    app("user_vars/EMPTY", b"")
    app("user_vars/.gitkeep", b"")
    app("user_vars/bad-name", b"x")
    app("user_vars/NUL", b"a\0b")
    shown, said = variables(app, env={"GREETING": "the engine's", "OTHER": "kept"})
    assert shown[b"GREETING"] == b" two\nlines \xff\xc3\xa4\n"
    assert (shown[b"EMPTY"], shown[b"OTHER"]) == (b"", b"kept")
    assert b"bad-name" not in shown and b"NUL" not in shown
    assert "user_vars/bad-name is left out: its name" in said and "user_vars/NUL is left out" in said


EXPORTS = {
    "sh": "#!/bin/sh\nexport LINES_='a\n b' GREETING=\"$GREETING two\"; LOCAL=no; unset GONE; cd /; exit 0\n",
    "bash": "#!/usr/bin/env bash\nset -eu\nexport LINES_=$'a\\n b' GREETING+=' two'; LOCAL=no; unset GONE\n",
    "no first line": "export LINES_='a\n b' GREETING=\"$GREETING two\"; unset GONE\n",
}


@pytest.mark.parametrize("text", EXPORTS.values(), ids=EXPORTS.keys())
def test_what_deploy_env_exports_joins_the_environment(app, text):
    app("user_vars/GREETING", "one")
    app("action_hooks/deploy-env", text)
    given = {"GONE": "1", "odd.name": "kept", "BYTES": "\udcff"}
    shown, said = variables(app, env=given)
    assert (shown[b"LINES_"], shown[b"GREETING"]) == (b"a\n b", b"one two")
    assert (shown[b"odd.name"], shown[b"BYTES"]) == (b"kept", b"\xff")
    assert b"LOCAL" not in shown and b"GONE" not in shown
    assert "running %s/action_hooks/deploy-env" % app.folder in said


def test_a_deploy_env_in_another_language_may_write_user_vars(app):
    app("user_vars/KEPT", "1")
    app("action_hooks/deploy-env",
        "#!/usr/bin/python3\nopen('%s/user_vars/MADE', 'w').write('by python')\n" % app.folder)
    shown, _ = variables(app)
    assert (shown[b"MADE"], shown[b"KEPT"]) == (b"by python", b"1")


@pytest.mark.parametrize(
    "text", ["export HALF=1; exit 5", "export HALF=1; false", "trap : EXIT; export HALF=1"]
)
def test_a_deploy_env_that_fails_changes_nothing(app, text):
    app("action_hooks/deploy-env", "#!/bin/sh\n" + text + "\n")
    done = run(app, "--", "sh", "-c", 'echo "ran$HALF"')
    assert done.returncode == 0 and b"ran\n" in done.stdout
    assert b"the command runs anyway" in done.stderr


def test_hooks_run_in_their_order_and_post_deploy_beside_the_command(app):
    app("action_hooks/deploy-env", "export ORDER=env\n")
    app("action_hooks/deploy", "#!/bin/sh\necho \"$ORDER deploy $$\"\n")
    app("action_hooks/post-deploy", "#!/bin/sh\n" + UNTIL % "up" + "echo post >&2; touch warm\n")
    script = "echo \"$ORDER command\"; touch up; " + UNTIL % "warm" + "echo warmed"
    done = run(app, "--", "sh", "-c", script)
    assert done.returncode == 0
    lines = done.stdout.decode().split("\n")
    assert lines[0].startswith("env deploy ") and lines[1:3] == ["env command", "warmed"]
    assert b"post\n" in done.stderr


def test_a_hook_that_fails_is_a_report_and_the_command_starts_anyway(app):
    app("action_hooks/deploy", "#!/bin/sh\nexit 3\n")
    app("action_hooks/post-deploy", "#!/bin/sh\nkill -SEGV $$\n")
    done = run(app, "--", "sh", "-c", "sleep 0.5; echo ran")
    records, other = cel_lines.decode(done.stdout)
    assert (done.returncode, other) == (0, b"ran\n")
    reasons = [record["reason"] for record in records]
    assert len(reasons) == 2 and "deploy ended with status 3" in reasons[0] and "SIGSEGV" in reasons[1]
    assert [record["type"] for record in records] == ["Process", "Process"]


@pytest.mark.parametrize("hook", ["deploy-env", "deploy"])
def test_hook_failure_stop_ends_with_the_hooks_status(app, hook):
    app("action_hooks/" + hook, "#!/bin/sh\nexit 3\n")
    done = run(app, "--hook-failure=stop", "--", "echo", "ran")
    assert done.returncode == 3 and b"ran" not in done.stdout
    assert b"the command does not run" in done.stderr
    assert len(cel_lines.decode(done.stdout)[0]) == 1
    assert run(app, "--hook-failure=maybe", "--", "true").returncode == 125


def test_a_hook_that_is_not_executable_is_a_warning(app):
    for hook in ("deploy-env", "deploy", "post-deploy"):
        app("action_hooks/" + hook, "#!/bin/sh\necho never\n", 0o644)
    done = run(app, "--hook-failure=stop", "--", "echo", "ran")
    assert (done.returncode, done.stdout) == (0, b"ran\n")
    assert done.stderr.count(b"WARNING: ") == 3 and b"chmod +x" in done.stderr


def test_a_stop_signal_ends_a_hook_and_the_command_never_starts(app):
    app("action_hooks/deploy", "#!/bin/sh\ntouch there; exec sleep 1000\n")
    process = start_bare(launchers.CEL_RUN, "--", "echo", "ran", cwd=app.top,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not os.path.exists(os.path.join(app.top, "there")):
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(first_child(process), signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (143, b""), err
    assert b"anyway" not in err


def test_shell_is_a_shell_in_the_same_environment_whatever_the_command_is(app):
    app("user_vars/GREETING", "hello")
    app("action_hooks/deploy-env", "export MORE=\"$GREETING more\"\n")
    app("action_hooks/deploy", "#!/bin/sh\necho never\n")
    for command in ([], ["--", "echo", "never"]):
        done = run(app, "--shell", *command, stdin=b"echo $MORE; exit 7\n")
        assert (done.returncode, done.stdout) == (7, b"hello more\n")


def test_no_hooks_no_word(tmp_path):
    done = run_bare(launchers.CEL_RUN, "--", "echo", "ran", cwd=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"ran\n", b"")
