# SPDX-License-Identifier: Apache-2.0
"""Archives for CEL_DEBUG's fstree that want out of the folder, or all of the memory."""

import os
import pathlib
import subprocess
import sys
import tarfile

import cost
import trees

CEL_RUN = pathlib.Path(__file__).resolve().parents[2] / "build" / "bin" / "cel-run"


def laid(archive, folder):
    """cel-run with a tree laid over `folder`/root: the archive's bytes, or its path."""
    place = folder / "tree.tar"
    if isinstance(archive, bytes):
        place.write_bytes(archive)
        archive = place
    (folder / "root").mkdir(exist_ok=True)
    variables = {"PATH": os.environ["PATH"], "CEL_DEBUG": "fstree=%s" % archive,
                 "CEL_FSTREE_ROOT": str(folder / "root")}
    return cost.measured([str(CEL_RUN), "--", "true"], env=variables)


def made_by_another(folder, names, mode="w"):
    """The path of a tar of empty files, made by another process: what this one takes counts for its children,
    too. `names` is an expression."""
    place = folder / "made.tar"
    script = "import tarfile\nwith tarfile.open(%r, %r) as made:\n    for name in %s:\n" \
        "        made.addfile(tarfile.TarInfo(name))" % (str(place), mode, names)
    subprocess.run([sys.executable, "-c", script], check=True)
    return place


def link(name, target):
    return trees.entry(name, kind=tarfile.SYMTYPE, link=target)


def test_no_chain_of_links_in_an_archive_leads_out_of_the_folder(tmp_path):
    chains = [
        [link("usr/a", ".."), link("usr/c", "a/../..")],
        [link("usr/x/a", "../.."), link("usr/x/c", "a/../outside")],
        [link("usr/a", "."), link("usr/c", "a/a/../../..")],
    ]
    for number, chain in enumerate(chains):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = laid(trees.tar(*chain, trees.entry("usr/good", b"x")), folder)
        assert (done.status, os.listdir(folder / "root")) == (125, []), done.stderr


def test_a_link_is_not_laid_where_a_folder_that_is_there_would_make_it_lead_out(tmp_path):
    (tmp_path / "root" / "usr").mkdir(parents=True)
    (tmp_path / "root" / "usr" / "deep").symlink_to("..")
    done = laid(trees.tar(link("usr/deep/c", "../../outside")), tmp_path)
    assert done.status == 125
    assert sorted(os.listdir(tmp_path / "root")) == ["usr"]


def test_names_in_an_archive_forge_no_line_and_reach_no_terminal(tmp_path):
    name = "usr/x\ncel-run: fstree: laid /etc/shadow\x1b[2J"
    done = laid(trees.tar(trees.entry(name, b"x")), tmp_path)
    assert done.status == 0
    assert b"\x1b" not in done.stderr
    assert not [line for line in done.stderr.split(b"\n") if b"laid /etc/shadow" in line
                and line.startswith(b"cel-run: fstree: laid /etc")]
    assert rb"laid /usr/x\x0acel-run: fstree: laid /etc/shadow\x1b[2J" in done.stderr


def test_an_archive_of_many_long_names_takes_little_memory_and_is_refused(tmp_path):
    names = "('usr/' + ('y' * 200 + '/') * 5 + '%06d' % i for i in range(10000))"
    done = laid(made_by_another(tmp_path, names, "w:gz"), tmp_path)
    assert done.status == 125
    assert b"it holds names of more than 8388608 bytes" in done.stderr
    assert done.peak < 64 * cost.MIB


def test_an_archive_of_many_files_takes_little_memory(tmp_path):
    done = laid(made_by_another(tmp_path, "('usr/a/name-of-a-file-%06d' % i for i in range(5000))"), tmp_path)
    assert (done.status, len(os.listdir(tmp_path / "root" / "usr" / "a"))) == (0, 5000)
    assert done.peak < 64 * cost.MIB


def test_an_archive_whose_compression_wants_much_memory_is_refused(tmp_path):
    subprocess.run("head -c 1M /dev/zero > big; tar -c big | xz --lzma2=preset=0,dict=512MiB > big.tar.xz",
                   shell=True, cwd=tmp_path, check=True)
    done = laid(tmp_path / "big.tar.xz", tmp_path)
    assert done.status == 125, done.stderr
    assert done.peak < 64 * cost.MIB
