# SPDX-License-Identifier: Apache-2.0
"""cel ship --all-lines: every line of a log, as it was written, to a handler."""

import base64
import json
import os
import subprocess

import pytest
from receiver import Receiver
from shipping import ALL, CEL, Ship, kill_until, wait_for

TIME = "2026-01-31T23:59:%02d.123456789Z"


def lines_in(path):
    """What a handler that was killed at any time has written, each line once."""
    if not os.path.exists(path):
        return []
    lines = {}
    with open(path, "rb") as file:
        for text in file.read().split(b"\n"):
            try:
                line = json.loads(text)
            except ValueError:  # a killed handler's, which the next one goes on with
                continue
            lines.setdefault(line["id"], line)
    return list(lines.values())


def texts(lines, stream=None):
    return [line["text"].encode() if "text" in line else base64.b64decode(line["base64"])
            for line in lines if stream in (None, line.get("stream"))]


WRITTEN = [b"started", b"", b"  indented\t", b'{"level":"info"}', b"\xff\xfe no UTF-8", "ünï→".encode(),
           b"a" * 40000]


def cri(second, stream, text, flag=b"F"):
    return b"%s %s %s %s\n" % ((TIME % second).encode(), stream, flag, text)


def test_lines_of_kubernetes_are_whole_and_as_they_were_written(tmp_path):
    log = tmp_path / "0.log"
    with open(log, "wb") as file:
        for second, text in enumerate(WRITTEN):
            pieces = [text[at:at + 16384] for at in range(0, len(text), 16384)] or [b""]
            for piece in pieces[:-1]:
                file.write(cri(second, b"stdout", piece, b"P"))
                file.write(cri(second, b"stderr", b"between"))
            file.write(cri(second, b"stdout", pieces[-1]))
    out = tmp_path / "out"
    with Ship(tmp_path, ALL, "--all-lines", "--to", "exec=cat >>%s" % out, log):
        wait_for(lambda: len(lines_in(out)) == len(WRITTEN) + 2)
    lines = lines_in(out)
    assert texts(lines, "stdout") == WRITTEN
    assert texts(lines, "stderr") == [b"between"] * 2
    assert lines[0]["time_us"] % 60_000_000 == 123456 and lines[0]["time"] == "2026-01-31T23:59:00Z"
    assert lines[0]["container"]["log"] == str(log)
    assert [line for line in lines if "base64" in line] == [lines[4]]


def test_lines_of_docker_are_whole_and_as_they_were_written(tmp_path):
    log = tmp_path / "json.log"
    pieces = [("stdout", "one\n"), ("stdout", "lo"), ("stderr", "<&>\u2028\n"), ("stdout", "ng\n")]
    with open(log, "w", encoding="utf-8") as file:
        for second, (stream, text) in enumerate(pieces):
            line = {"log": text, "stream": stream, "time": TIME % second}
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
    out = tmp_path / "out"
    with Ship(tmp_path, ALL, "--all-lines", "--to", "exec=cat >>%s" % out, log):
        wait_for(lambda: len(lines_in(out)) == 3)
    assert texts(lines_in(out), "stdout") == [b"one", b"long"]
    assert texts(lines_in(out), "stderr") == ["<&>\u2028".encode()]


def test_every_line_arrives_in_order_through_kills_and_rotation(tmp_path):
    log = tmp_path / "app.log"
    wanted = [b"line %d" % number for number in range(2000)]
    log.write_bytes(b"".join(line + b"\n" for line in wanted[:1000]))
    out = tmp_path / "out"
    rotated = []

    def is_done():
        got = texts(lines_in(out))
        if len(got) >= 700 and not rotated:
            os.rename(log, tmp_path / "app.log.1")
            log.write_bytes(b"".join(line + b"\n" for line in wanted[1000:]))
            rotated.append(True)
        return len(got) >= 2000

    ship = Ship(tmp_path, ALL, "--all-lines", "--to", "exec=cat >>%s" % out, log)
    kill_until(ship, is_done, 400)
    assert sorted(texts(lines_in(out))) == sorted(wanted)
    assert texts(lines_in(out)) == wanted


def test_lines_of_a_pipe_that_hold_a_word_go_to_a_webhook(tmp_path):
    with Receiver() as receiver:
        shipped = subprocess.run(
            [CEL, "ship", "--state", tmp_path / "state", "--all-lines", "--to", "webhook=" + receiver.url,
             "-", "needle"],
            input=b"hay\nneedle 1\nhay needle\nhay\nneedle 1\n", check=False)
        assert shipped.returncode == 0
        lines = [json.loads(request.body) for request in receiver.taken]
    assert texts(lines) == [b"needle 1", b"hay needle", b"needle 1"]
    assert len({line["id"] for line in lines}) == 3


@pytest.mark.parametrize("where", ["option", "file"])
def test_what_takes_only_reports_takes_no_lines(tmp_path, where):
    configuration = tmp_path / "ship.toml"
    configuration.write_text('all-lines = true\n[[to]]\notlp = "http://127.0.0.1:4318"\n')
    arguments = (["--all-lines", "--to", "otlp=http://127.0.0.1:4318"] if where == "option"
                 else ["--config", configuration])
    done = subprocess.run([CEL, "ship", "--state", tmp_path / "state", *arguments], stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert "--all-lines is for exec, webhook and kafka" in done.stderr.decode()
