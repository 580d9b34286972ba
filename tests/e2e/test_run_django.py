# SPDX-License-Identifier: Apache-2.0
"""A Django project in a container: a deploy hook migrates, a post-deploy hook warms it up."""

import os
import shutil

import interpreters
import pytest
import venvs
from launchers import CEL_RUN

pytestmark = pytest.mark.engine

HERE = os.path.dirname(os.path.abspath(__file__))
REQUIREMENTS = os.path.join(os.path.dirname(HERE), "hooks", "frameworks", "requirements.txt")
COMMAND = ["python", "manage.py", "runserver", "--noreload", "127.0.0.1:8000"]


@pytest.fixture(scope="session")
def venv():
    """The packages for the Python that the image has, too: Debian's."""
    path = os.path.realpath("/usr/bin/python3")
    (debian,) = [each for each in interpreters.found() if os.path.realpath(each.path) == path]
    try:
        return os.path.dirname(os.path.dirname(venvs.with_packages(debian, REQUIREMENTS)))
    except venvs.Unavailable as why:
        pytest.skip(str(why))


@pytest.fixture
def project(public):
    shutil.copytree(os.path.join(HERE, "django_shop"), str(public / "shop"))
    return public / "shop"


@pytest.fixture
def start(engine_of, venv, project):
    engine = engine_of("docker json-file")

    def start(*options):
        return engine.start(
            "debian", *options, "--", *COMMAND,
            options=[
                "--entrypoint", "/cel-run", "--volume", CEL_RUN + ":/cel-run:ro",
                "--volume", venv + ":" + venv, "--volume", str(project) + ":/srv/shop",
                "--workdir", "/srv/shop",
            ],
            env={"PATH": venv + "/bin:/usr/bin:/bin"},
        )

    return start


def test_deploy_migrates_and_post_deploy_warms_up(start, project):
    container = start()
    container.wait_for_output(b"warmed up: 0 users\n")
    streams = container.streams()
    assert b"Applying auth.0001_initial... OK" in streams.stdout
    assert streams.stderr.index(b"running .cel/action_hooks/deploy") < streams.stderr.index(b"post-deploy")
    assert (project / "shop.sqlite3").exists()
    # A second process of the same container, as a person would: the project's environment without a word.
    done = container.exec("/cel-run", "--shell", stdin=b"python manage.py showmigrations auth | head -2\n")
    assert b"[X] 0001_initial" in done.stdout, done
    container.engine.cli("stop", container.name)
    assert container.wait() == 143  # as without cel-run: Django's server does not mind TERM
    container.remove()


def test_a_database_that_cannot_be_made_is_a_report_and_the_server_runs_anyway(start, project):
    (project / "shop.sqlite3").mkdir()
    container = start()
    container.wait_for_output(b'"command":[".cel/action_hooks/deploy"],"ending":"python ended with status 1"')
    container.engine.cli("stop", container.name)
    container.wait()
    assert b"the command runs anyway" in container.streams().stderr
    container.remove()
    stopped = start("--hook-failure=stop")
    assert stopped.wait() == 1
    assert b"Starting development server" not in stopped.streams().stdout
    stopped.remove()
