#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The main job, to look at: a Python program dies in a container, and its report is read back from the log.

    make demo                   the container is a PID 1 of its own, without an engine
    make demo ENGINE=podman     a real container (or ENGINE=docker) whose log is the journal; needs root
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import cel_lines  # noqa: E402
from engines import images  # noqa: E402
from engines.bare import run_bare  # noqa: E402
from engines.docker import Docker, Dockerd  # noqa: E402
from engines.machine import Machine  # noqa: E402
from engines.podman import Podman  # noqa: E402

PROGRAM = '''\
import sys


def price_each(order):
    total = order["total"]
    return total / len(order["items"])


print("shop: open", file=sys.stderr)
price_each({"id": 4711, "total": 99, "items": []})
'''


class Death:
    """What the program left: exit status, its own stderr, the container's log, how a person reads it."""

    def __init__(self, status, stderr, log, reader):
        self.status = status
        self.stderr = stderr
        self.log = log
        self.reader = reader


def die_without_engine(folder):
    done = run_bare("/usr/bin/python3", folder / "shop.py", env={"PYTHONPATH": folder / "volume"})
    return Death(done.returncode, done.stderr, done.stdout, "what PID 1's standard output received")


def die_in(name, folder):
    if os.geteuid() != 0:
        sys.exit(f"A container engine of its own needs root: sudo make demo ENGINE={name}")
    say("Bringing up journald, an engine and an image; the first time, the image takes half a minute.")
    machine = Machine(folder / "machine")
    try:
        mounts = ["--volume", f"{folder}/volume:/opt/cel:ro", "--volume", f"{folder}/shop.py:/srv/shop.py:ro"]

        def image(_):
            return images.debian(str(ROOT / "build" / "cache"))

        if name == "docker":
            engine = Docker(Dockerd(machine, folder), "journald", image, mounts)
        else:
            engine = Podman(machine, "journald", folder, image, mounts)
        container = engine.run("debian", "/usr/bin/python3", "/srv/shop.py", env={"PYTHONPATH": "/opt/cel"})
        log = container.printed().stdout
        _, stderr = cel_lines.decode(log)
        return Death(container.wait(), stderr, log, f"journalctl -o cat CONTAINER_NAME={container.name}")
    finally:
        machine.stop()


COLOURED = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
BOLD, DIM, RED, GREEN, CYAN = "1", "2", "31", "32", "36"


def paint(text, *styles):
    return f"\033[{';'.join(styles)}m{text}\033[0m" if COLOURED and styles else text


def say(text=""):
    print(text, flush=True)


def heading(text, aside=""):
    say("\n" + paint(text, BOLD) + ("  " + paint(aside, DIM) if aside else ""))


def indented(text, *styles):
    for line in text.splitlines():
        say("    " + paint(line, *styles) if line else "")


def show_line(line):
    """One line of the log, as much of it as fits on four rows of the terminal."""
    width = max(40, shutil.get_terminal_size((100, 24)).columns - 4)
    room = 4 * width - 30
    shown = line if len(line) <= room else line[:room]
    for start in range(0, len(shown), width):
        last = start + width >= len(shown) and len(shown) < len(line)
        text = shown[start:start + width]
        tag = cel_lines.TAG.decode()
        painted = paint(tag, GREEN) + text[len(tag):] if start == 0 and text.startswith(tag) else text
        say("    " + painted + (paint(f" … {len(line) - len(shown)} bytes more", DIM) if last else ""))


def show_record(record):
    shown = ("type", "executable", "reason", "time", "backtrace")
    for key in shown[:-1]:
        value = record[key]
        if key == "time":
            value = f"{value}  " + paint(time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(value)), DIM)
        say(f"    {paint(key.ljust(12), CYAN)}{value}")
    say(f"    {paint('backtrace', CYAN)}")
    indented(textwrap.indent(record["backtrace"], "    "))
    others = ", ".join(key for key in record if key not in shown)
    say("    " + paint(f"and {others}", DIM))


def show(death):
    heading("1. What the program said itself, as ever", f"standard error; exit status {death.status}")
    indented(death.stderr.decode(errors="replace"), RED)
    tag = cel_lines.TAG.decode()
    lines = [line for line in death.log.decode(errors="replace").splitlines() if line.startswith(tag)]
    heading("2. What lies in the container's log", death.reader)
    for line in lines:
        show_line(line)
    records, _ = cel_lines.decode(death.log)
    if len(records) != 1:
        sys.exit(f"\nThere should be one report in the log, and there are {len(records)}.")
    heading("3. The report, read back", f"{len(lines)} line{'s' if len(lines) != 1 else ''} made one record")
    show_record(records[0])


def main(engine=""):
    if engine not in ("", "podman", "docker"):
        sys.exit(f"ENGINE={engine}: it is podman or docker, or is left out")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cel-demo-"))
    try:
        folder.chmod(0o755)
        subprocess.run(["cmake", "--install", ROOT / "build" / "demo", "--component", "volume",
                        "--prefix", folder / "volume"], stdout=subprocess.DEVNULL, check=True)
        (folder / "shop.py").write_text(PROGRAM)
        where = f"in a {engine} container" if engine else "as PID 1 of a process namespace of its own"
        say(paint("A Python program dies", BOLD) + f" {where}. All that was done: its PYTHONPATH was set.")
        show(die_in(engine, folder) if engine else die_without_engine(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
