# SPDX-License-Identifier: Apache-2.0
"""What Docker Engine and podman have in common: images, containers, and the logs that they leave."""

import itertools
import json

from .machine import EngineError, wait_until

_numbers = itertools.count(1)  # of containers


class Finished:
    """What a program that was run in a container left with whoever ran it."""

    def __init__(self, status, stdout, stderr):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        return "Finished(status=%r, stdout=%r, stderr=%r)" % (
            self.status,
            self.stdout[:2000],
            self.stderr[:2000],
        )


class Engine:
    """An engine with a log driver. Subclasses say how it is called and where its logs lie.

    `images` gives the tar of an image by its name, which is loaded when a container first wants it;
    `mounts` are options that every container gets.
    """

    name = ""

    def __init__(self, machine, driver, images, mounts=()):
        self.machine = machine
        self.driver = driver
        self._image_tar = images
        self._mounts = list(mounts)
        self._loaded = set()

    def __str__(self):
        return "%s %s" % (self.name, self.driver)

    def command(self, *argv):
        """The engine's own command line for `argv`."""
        raise NotImplementedError

    def streams(self, container):
        """The logs.Streams of a container, out of the files that the driver keeps."""
        raise NotImplementedError

    def printed(self, container):
        """The Finished of the tool that a person would read the container's log with."""
        raise NotImplementedError

    def daemon_log(self):
        """What the engine's daemon has logged so far, if it has one."""
        return ""

    def cli(self, *argv, stdin=b"", ok=True):
        """Runs the engine's command; a failure is an EngineError unless `ok` is False."""
        done = self.machine.run(*self.command(*argv), env=self.environment(), stdin=stdin)
        if ok and done.returncode:
            raise EngineError(
                "%s %s: %s" % (self, " ".join(map(str, argv)), done.stderr.decode(errors="replace"))
            )
        return Finished(done.returncode, done.stdout, done.stderr)

    def environment(self):
        """Variables with which the engine's command finds it."""
        return {}

    def load(self, image):
        """Sees to it that the engine has the image."""
        if image not in self._loaded:
            if self.cli("image", "inspect", image, ok=False).status:
                self.cli("import", self._image_tar(image), image)
            self._loaded.add(image)

    def start(self, image, *argv, options=(), env=None):
        """Starts a container in the background and returns it."""
        self.load(image)
        name = self._name()
        self.cli("run", "--detach", *self._common(name, options, env), image, *argv)
        return Container(self, name)

    def run(self, image, *argv, options=(), env=None, stdin=None):
        """Runs a container to its end and returns it; with `stdin`, those bytes are its standard input."""
        if stdin is None:
            container = self.start(image, *argv, options=options, env=env)
            container.wait()
            return container
        self.load(image)
        name = self._name()
        container = Container(self, name)
        container.attached = self.cli(
            "run", "--interactive", *self._common(name, options, env), image, *argv, stdin=stdin, ok=False
        )
        container.wait()
        return container

    def _name(self):
        return "cel-%s-%s-%d" % (self.name, self.driver, next(_numbers))

    def _common(self, name, options, env):
        variables = [word for item in (env or {}).items() for word in ("--env", "%s=%s" % item)]
        place = ["--network", "none", "--cgroup-parent", "/" + self.machine.cgroup]
        return ["--name", name, "--log-driver", self.driver, *place, *variables, *self._mounts, *options]


class Container:
    """A container that was started; it stays until `remove()` or the end of its machine."""

    def __init__(self, engine, name):
        self.engine = engine
        self.name = name
        self.attached = None  # what `run` left with its caller, when it had a stdin

    def inspect(self):
        return json.loads(self.engine.cli("inspect", "--type", "container", self.name).stdout)[0]

    @property
    def id(self):
        return self.inspect()["Id"]

    def wait(self):
        """Waits for the end and returns the exit status."""
        return int(self.engine.cli("wait", self.name).stdout.split()[-1])

    def stop(self):
        """Kills the container, so that its log is complete."""
        self.engine.cli("kill", self.name, ok=False)
        self.wait()

    def exec(self, *argv, options=(), env=None, stdin=b""):
        """Runs `argv` in the running container; its streams are the caller's, not the log."""
        variables = [word for item in (env or {}).items() for word in ("--env", "%s=%s" % item)]
        return self.engine.cli(
            "exec", "--interactive", *variables, *options, self.name, *argv, stdin=stdin, ok=False
        )

    def streams(self):
        """What the log holds, as the log's own files have it."""
        return self.engine.streams(self)

    def printed(self):
        """What a person gets who reads the log with the engine's or the journal's tool."""
        return self.engine.printed(self)

    def wait_for_output(self, text):
        """Waits until the program has printed `text` (bytes) to its stdout."""
        wait_until(
            lambda: text in self.streams().stdout,
            30,
            lambda: "%s never printed %r: %r" % (self.name, text, self.streams()),
        )

    def remove(self):
        """Ends it if it still runs, and forgets it with its log."""
        self.stop()
        self.engine.cli("rm", "--force", "--volumes", self.name)
