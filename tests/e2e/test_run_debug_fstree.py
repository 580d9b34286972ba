# SPDX-License-Identifier: Apache-2.0
"""CEL_DEBUG=fstree=URL lays a tree of files before the command, or nothing of it."""

import hashlib
import os
import shutil
import subprocess
import tarfile

import pytest
from launchers import CEL_RUN
from trees import COMPRESSED, Server, entry, tar, zip_of, zstd

MAIN = "usr/lib/python2.7/dist-packages/ceph_disk/main.py"
PATCHED = b"print('patched')\n"
CURL, WGET, PYTHON = "curl", "wget", "python3"


def snapshot(folder):
    return {os.path.relpath(os.path.join(top, name), str(folder)): os.lstat(os.path.join(top, name)).st_mode
            for top, folders, files in os.walk(str(folder)) for name in folders + files}


@pytest.fixture
def root(tmp_path):
    """A root with a file to be patched, an outside with one to be left alone, and ways there."""
    root = tmp_path / "root"
    (root / MAIN).parent.mkdir(parents=True)
    (root / MAIN).write_text("print('packaged')\n")
    (root / MAIN).chmod(0o755)
    (root / "lib").symlink_to("usr/lib")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").write_text("kept")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "up").symlink_to("../outside")
    return root


@pytest.fixture
def lay(root, tmp_path):
    """Runs a command behind cel-run with the tree; `tools` are all that there is to fetch with."""

    def run(word, command=("true",), tools=(CURL,), **env):
        programs = tmp_path / "programs"
        shutil.rmtree(str(programs), ignore_errors=True)
        programs.mkdir()
        for tool in tools:
            (programs / os.path.basename(tool)).symlink_to(shutil.which(tool) or tool)
        variables = {"PATH": str(programs), "CEL_DEBUG": "fstree=" + str(word), "CEL_FSTREE_ROOT": str(root)}
        variables.update(env)
        command = [shutil.which(command[0]), *command[1:]]
        return subprocess.run(
            [CEL_RUN, "-s", "--relay", "none", "--no-report", "--", *command], env=variables,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, stdin=subprocess.DEVNULL)

    return run


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def post(folder, data):
    path = folder / "archive"
    path.write_bytes(data)
    return "%s#sha256=%s" % (path, sha256(data))


@pytest.mark.parametrize("kind", [*COMPRESSED, "zip"])
def test_a_tree_is_laid_before_the_command_and_each_file_logged_with_its_digest(kind, lay, root, tmp_path):
    files = {"debug_ci-evelu-disk/" + MAIN: PATCHED, "debug_ci-evelu-disk/README.md": b"hi\n"}
    data = zip_of(files) if kind == "zip" else COMPRESSED[kind](tar(*[entry(n, d) for n, d in files.items()]))
    done = lay(post(tmp_path, data), ("cat", str(root / MAIN)))
    assert (done.returncode, done.stdout) == (0, PATCHED.decode()), done.stderr
    assert "fstree: laid /%s sha256=%s\n" % (MAIN, sha256(PATCHED)) in done.stderr
    assert (root / "README.md").read_text() == "hi\n"  # beside the root's folders, as ceph-container had it
    assert "WARNING" not in done.stderr
    assert (root / MAIN).stat().st_mode & 0o777 == 0o755  # as the one that was replaced


def test_links_folders_names_and_modes_come_as_they_are(lay, root, tmp_path):
    data = tar(entry("etc", kind=tarfile.DIRTYPE, mode=0o700), entry("etc/ä b", b"1", mode=0o750),
               entry("etc/soft", kind=tarfile.SYMTYPE, link="ä b"), entry("lib/x", b"2"),
               entry("etc/hard", kind=tarfile.LNKTYPE, link="etc/ä b"), entry("var/empty"))
    done = lay(post(tmp_path, data))
    assert done.returncode == 0, done.stderr
    assert (root / "etc" / "ä b").stat().st_mode & 0o777 == 0o750
    assert (root / "etc" / "hard").stat().st_ino == (root / "etc" / "ä b").stat().st_ino
    assert os.readlink(str(root / "etc" / "soft")) == "ä b"
    assert (root / "etc").stat().st_mode & 0o777 == 0o700
    assert (root / "usr" / "lib" / "x").read_text() == "2" and (root / "lib").is_symlink()
    assert (root / "var" / "empty").read_text() == ""


HOSTILE = {
    "..": tar(entry("../kept", b"x")),
    "absolute": tar(entry("/etc/passwd", b"x")),
    "a symlink up": tar(entry("a", kind=tarfile.SYMTYPE, link="../outside"), entry("a/kept", b"x")),
    "an absolute symlink": tar(entry("a", kind=tarfile.SYMTYPE, link="/etc")),
    "through its symlink": tar(entry("a", kind=tarfile.SYMTYPE, link="usr"), entry("a/x", b"x")),
    "a hard link out": tar(entry("a", kind=tarfile.LNKTYPE, link="../outside/kept")),
    "a hard link to the root's": tar(entry("a", kind=tarfile.LNKTYPE, link=MAIN)),
    "a device": tar(entry("dev/null", kind=tarfile.CHRTYPE)),
    "a FIFO": tar(entry("run/fifo", kind=tarfile.FIFOTYPE)),
    "set-user-id": tar(entry("bin/su", b"x", mode=0o4755)),
    "twice": tar(entry("a", b"x"), entry("a", b"y")),
    "a file over a folder": tar(entry("usr/lib", b"x")),
    "a folder over a file": tar(entry(MAIN, kind=tarfile.DIRTYPE)),
    "a zip with ..": zip_of({"../kept": b"x"}),
    "a zip with an absolute name": zip_of({"/etc/passwd": b"x"}),
    "a bomb": zstd(tar(entry("usr/bomb", bytes(80 << 20)))),
    "a bomb in a bomb": zstd(zstd(tar(entry("usr/x", b"x")))),
    "no archive": b"<html>Not Found</html>",
    "nothing": b"",
    "cut short": COMPRESSED["tar.gz"](tar(entry("usr/x", os.urandom(100000))))[:-5000],
    "damaged": COMPRESSED["tar.xz"](tar(entry("usr/x", os.urandom(1000))))[:-60] + bytes(60),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_archive_is_refused_whole(data, lay, root, tmp_path):
    before = snapshot(tmp_path / "root")
    good = tar(entry("usr/good", b"good"))
    if data[257:262] == b"ustar":  # behind something good
        data = good[:1024] + data
    done = lay(post(tmp_path, data), ("echo", "ran"))
    assert (done.returncode, done.stdout) == (125, ""), done.stderr
    assert len(done.stderr.splitlines()) <= 2 and "cel-run: " in done.stderr  # the digest, and why
    assert snapshot(tmp_path / "root") == before
    assert (root / MAIN).read_text() == "print('packaged')\n"
    assert os.listdir(str(tmp_path / "outside")) == ["kept"]
    assert (tmp_path / "outside" / "kept").read_text() == "kept"


@pytest.mark.parametrize("name", ["out/kept", "up/kept", "out/new"])
def test_links_that_are_there_already_lead_nowhere_out_of_the_root(name, lay, root, tmp_path):
    lay(post(tmp_path, tar(entry(name, b"changed"))))
    assert os.listdir(str(tmp_path / "outside")) == ["kept"]
    assert (tmp_path / "outside" / "kept").read_text() == "kept"


def test_a_full_disk_leaves_everything_as_it_was(lay, root, tmp_path, as_root):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(root)], check=True)
    try:
        (root / "usr").mkdir()
        before = snapshot(root)
        files = [entry("usr/new/%d" % i, os.urandom(300000)) for i in range(6)]
        done = lay(post(tmp_path, tar(*files)))
        assert done.returncode == 125 and "make room" in done.stderr
        assert snapshot(root) == before
    finally:
        subprocess.run(["umount", str(root)], check=True)


def test_a_wrong_digest_stops_it_and_no_digest_is_said_loudly(lay, root, tmp_path):
    data = tar(entry(MAIN, PATCHED))
    (tmp_path / "a.tar").write_bytes(data)
    done = lay("%s#sha256=%064d" % (tmp_path / "a.tar", 7), ("echo", "ran"))
    assert (done.returncode, done.stdout) == (125, "")
    assert sha256(data) in done.stderr and (root / MAIN).read_text() == "print('packaged')\n"
    done = lay(tmp_path / "a.tar", ("echo", "ran"))
    assert (done.returncode, done.stdout) == (0, "ran\n")
    assert "WARNING: fstree: nobody vouches" in done.stderr and sha256(data) in done.stderr


@pytest.mark.parametrize("tool", [CURL, WGET, PYTHON])
def test_http_by_what_the_image_has(tool, lay, root):
    tools = (tool,) if tool != PYTHON else ("/usr/bin/python3",)
    data = tar(entry(MAIN, PATCHED))
    before = snapshot(root)
    with Server({"/a.tar?x=y&token=hush": data, "/a.tar": data}) as server:
        for path in ("/missing.tar", "/cut/a.tar"):
            done = lay(server.url + path, ("echo", "ran"), tools)
            assert (done.returncode, done.stdout) == (125, ""), done.stderr
            assert snapshot(root) == before
        digest = "#sha256=" + sha256(data)
        done = lay(server.url + "/a.tar?x=y&token=hush" + digest, ("echo", "ran"), tools)
        assert (done.returncode, done.stdout) == (0, "ran\n"), done.stderr
        assert "hush" not in done.stderr  # an = in a URL is whole, and a secret no log's
        assert lay(server.url + "/to?" + server.url + "/a.tar" + digest, tools=tools).returncode == 0
    assert (root / MAIN).read_bytes() == PATCHED


@pytest.mark.parametrize("tool", [CURL, WGET, PYTHON])
def test_https_verifies_who_serves_it(tool, lay, root, tmp_path):
    tools = (tool,) if tool != PYTHON else ("/usr/bin/python3",)
    data = tar(entry(MAIN, PATCHED))
    with Server({"/a.tar": data}, tmp_path) as server, Server({"/a.tar": data}) as plain:
        word = server.url + "/a.tar#sha256=" + sha256(data)
        done = lay(word, ("echo", "ran"), tools)
        assert (done.returncode, done.stdout) == (125, ""), done.stderr
        assert "certificate" in done.stderr
        known = {"SSL_CERT_FILE": server.ca}
        away = lay("%s/to?%s/a.tar" % (server.url, plain.url), tools=tools, **known)
        assert away.returncode == 125, away.stderr  # from https to http
        assert tool != WGET or "led elsewhere from https" in away.stderr
        assert lay(word, ("echo", "ran"), tools, **known).stdout == "ran\n"
    assert (root / MAIN).read_bytes() == PATCHED


def test_busybox_s_wget_gets_http_only_and_no_tool_is_one_sentence(lay, tmp_path):
    programs = tmp_path / "busybox-tools"
    programs.mkdir()
    (programs / "wget").symlink_to(shutil.which("busybox"))
    with Server({"/a.tar": tar(entry("usr/x", b"x"))}) as server:
        env = {"PATH": str(programs)}
        assert lay(server.url + "/a.tar", tools=(), **env).returncode == 0
        done = lay(server.url.replace("http", "https") + "/a.tar", tools=(), **env)
        assert done.returncode == 125 and "verifies no certificate" in done.stderr
        done = lay(server.url + "/a.tar", tools=())
        assert done.returncode == 125 and "has no curl, wget or python3" in done.stderr


def run_with(*command, **env):
    return subprocess.run(
        [CEL_RUN, "-s", "--relay", "none", "--", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        universal_newlines=True, env=dict(env, PATH="/bin"))


@pytest.mark.parametrize(
    "words", ["verbos", "fstree=", "stayalive;verbose", "fstree=ftp://h/x", "fstree=/x#sha256=1"])
def test_a_wrong_word_prints_the_words_and_is_125(words):
    done = run_with("echo", "ran", CEL_DEBUG=words)
    assert (done.returncode, done.stdout) == (125, "")
    assert "verbose, stayalive and fstree=URL#sha256=DIGEST" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words, ours", [("verbose", True), ("1", False), ("app:*", False), ("verbose,x", False)])
def test_debug_is_ours_only_with_our_words(words, ours):
    done = run_with("sh", "-c", "echo $DEBUG", DEBUG=words)
    assert (done.returncode, done.stdout) == (0, words + "\n")
    assert ("verbose: runs 'sh'" in done.stderr) == ours
