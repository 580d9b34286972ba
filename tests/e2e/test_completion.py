# SPDX-License-Identifier: Apache-2.0
"""What a shell offers behind a word: names, types, ids and groups out of the logs."""

import os
import subprocess

from test_follow import CEL, ROOT

LINE = (
    'container-exception-logger - {"type":"Python3","executable":"/a.py","reason":"a.py:1:f:ValueError: x",'
    '"backtrace":"x","time":1769903999,"id":"%s"}'
)


def offered(word, folder):
    begun = ["--word=" + word] if word else []
    done = subprocess.run([CEL, "complete", *begun, "--cri=%s" % folder], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


def log_in(folder):
    log = folder / "prod_shop-1_0000-11" / "web" / "0.log"
    log.parent.mkdir(parents=True)
    log.write_text("2026-01-31T23:59:59.123456789Z stdout F %s\n" % (LINE % ("4f" * 16)))
    return folder


def test_words_that_find_reports_are_offered(tmp_path):
    logs = log_in(tmp_path)
    assert offered("", logs) == ["web", "container=web", "shop-1", "container=shop-1", "type=Python3"]
    assert offered("type=", logs) == ["type=Python3"]
    assert offered("4f", logs) == ["4f4f4f4f4f4f"]
    assert offered("no", logs) == []


def test_nothing_is_said_of_what_is_wrong(tmp_path):
    assert offered("", tmp_path / "nowhere") == []


def test_bash_offers_them(tmp_path):
    log_in(tmp_path)
    script = """cel() { %s "$@" --cri=%s; }; . %s/packaging/completions/cel.bash
COMP_WORDS=(cel show sh); COMP_CWORD=2; _cel 2>/dev/null; printf '%%s\\n' "${COMPREPLY[@]}"
COMP_WORDS=(cel show type = Py); COMP_CWORD=4; _cel 2>/dev/null; printf '%%s\\n' "${COMPREPLY[@]}"
""" % (CEL, tmp_path, ROOT)
    done = subprocess.run(["bash", "-c", script], cwd=os.path.dirname(CEL), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, timeout=60)
    assert done.stdout.decode().split() == ["shop-1", "Python3"]
