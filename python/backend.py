# SPDX-License-Identifier: Apache-2.0
"""Builds the wheel: a build backend (PEP 517, editable: PEP 660) that needs only Python's standard library.

    python3 python/backend.py FOLDER [LOGGER]    builds the wheel into FOLDER and prints its path

A wheel (the Binary Distribution Format of packaging.python.org) is a zip file that is unpacked into
site-packages. Ours holds the package with the static logger in its `bin`, and two files by which `site`
starts the hook: `.pth`, and `.start` (PEP 829), which Python 3.15 and later prefer. The same sources give
the same bytes.
"""

import base64
import hashlib
import os
import pathlib
import re
import stat
import struct
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCES = HERE / "src"
PACKAGE = "container_exception_logger"
LOGGER = ROOT / "build" / "bin" / "container-exception-logger"

METADATA = """\
Metadata-Version: 2.4
Name: container-exception-logger
Version: {version}
Summary: Reports unhandled exceptions of Python programs to the log of their container
License-Expression: Apache-2.0
License-File: LICENSE
Requires-Python: >=2.7, !=3.0.*, !=3.1.*, !=3.2.*, !=3.3.*, !=3.4.*, !=3.5.*
Keywords: exception,crash,container,docker,podman,kubernetes,logging
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 2.7
Classifier: Programming Language :: Python :: 3
Classifier: Programming Language :: Python :: Implementation :: CPython
Classifier: Programming Language :: Python :: Implementation :: PyPy
Classifier: Topic :: System :: Logging
Description-Content-Type: text/markdown

"""

# `site` runs a line of a .pth file that begins with "import", and prints what the line raises: a package that
# is only half removed must not show up in every program.
PTH = ('import sys; exec("try:\\n import container_exception_logger as package\\n package.install()\\n'
       'except Exception:\\n pass")\n')
START = "container_exception_logger:install\n"

# ELF's e_machine: (the oldest manylinux tag of the architecture, the architecture)
MACHINES = {62: ("manylinux1", "x86_64"), 183: ("manylinux2014", "aarch64")}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 517. Returns the name of the wheel that is now in `wheel_directory`."""
    return _build(wheel_directory, LOGGER)


def _build(folder, logger):
    if not logger.exists():
        raise FileNotFoundError("%s is not there yet: run `make`" % logger)
    modules = (SOURCES / PACKAGE).rglob("*.py")
    files = {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in modules}
    program = "%s/bin/%s" % (PACKAGE, LOGGER.name)
    files[program] = logger.read_bytes()
    files[PACKAGE + ".pth"] = PTH.encode()
    return _write(folder, files, _platforms(files[program]), executables={program})


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 660: as `build_wheel`, but the installed file refers to src/, whose `bin` is that of the build."""
    return _write(wheel_directory, {PACKAGE + ".pth": ("%s\n%s" % (SOURCES, PTH)).encode()}, ["any"])


def _platforms(program):
    """Returns the platform tags of a static program, which runs on Linux with any libc."""
    machine, = struct.unpack_from("<H" if program[5] == 1 else ">H", program, 18)
    if program[:4] != b"\x7fELF" or machine not in MACHINES:
        raise ValueError("the logger is no ELF program of a machine that is known here (%d)" % machine)
    manylinux, architecture = MACHINES[machine]
    return ["%s_%s" % (manylinux, architecture), "musllinux_1_1_%s" % architecture]


def _write(folder, files, platforms, executables=()):
    """Writes the wheel of these files (name: bytes) and what any wheel has; returns its name."""
    version = _version()
    info = "%s-%s.dist-info/" % (PACKAGE, version)
    tags = ["%s-none-%s" % (python, platform) for python in ("py2", "py3") for platform in platforms]
    purelib = "true" if platforms == ["any"] else "false"
    described = METADATA.format(version=version) + (ROOT / "docs" / "pip.md").read_text(encoding="utf-8")
    files = dict(files)
    files[PACKAGE + ".start"] = START.encode()
    files[info + "METADATA"] = described.encode()
    files[info + "WHEEL"] = "".join(["Wheel-Version: 1.0\nGenerator: %s %s\nRoot-Is-Purelib: %s\n" % (
        PACKAGE, version, purelib)] + ["Tag: %s\n" % tag for tag in tags]).encode()
    files[info + "licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files[info + "RECORD"] = _record(files, info + "RECORD").encode()
    name = "%s-%s-py2.py3-none-%s.whl" % (PACKAGE, version, ".".join(platforms))
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        # The metadata come last, as the format advises; the date is always 1980-01-01.
        for each in sorted(files, key=lambda name: (name.startswith(info), name)):
            entry = zipfile.ZipInfo(each)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | (0o755 if each in executables else 0o644)) << 16
            wheel.writestr(entry, files[each])
    return name


def _record(files, itself):
    lines = []
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        lines.append("%s,sha256=%s,%d\n" % (name, digest, len(files[name])))
    return "".join(lines) + itself + ",,\n"


def _version():
    """Returns the project's version, from CMakeLists.txt."""
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\([\w-]+ VERSION ([\d.]+)", text, re.MULTILINE).group(1)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    print(os.path.join(sys.argv[1], _build(sys.argv[1], pathlib.Path((sys.argv + [LOGGER])[2]))))
