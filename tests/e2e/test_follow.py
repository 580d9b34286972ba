# SPDX-License-Identifier: Apache-2.0
"""cel follow: each report once, over rotation, truncation, removal, and kill -9 of the follower itself."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time

import pytest
from programs import PATIENCE
from reports import report, text_of

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEL = os.path.join(ROOT, "build", "bin", "cel")


class Following:
    """`cel follow` with a cursor file; what it printed stays over restarts."""

    def __init__(self, folder, *sources, command=lambda *argv: list(argv)):
        self.output = os.path.join(str(folder), "followed")
        self.cursor = os.path.join(str(folder), "cursor")
        self._argv = command(CEL, "follow", "--json", "--cursor-file", self.cursor, *map(str, sources))
        self._process = None

    def start(self):
        before = os.path.exists(self.cursor) and os.stat(self.cursor).st_ino
        with open(self.output, "ab") as output:
            self._process = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL, stdout=output)
        wait_for(lambda: os.path.exists(self.cursor) and os.stat(self.cursor).st_ino != before
                 and b'"log"' in read(self.cursor))  # what is there already is replaced at the start
        return self

    def end(self, number=signal.SIGTERM):
        assert self._process.poll() is None, "it ended with status %d" % self._process.returncode
        self._process.send_signal(number)
        status = self._process.wait()
        assert status == (0 if number == signal.SIGTERM else -number)

    @contextlib.contextmanager
    def stopped(self):
        self._process.send_signal(signal.SIGSTOP)
        yield
        self._process.send_signal(signal.SIGCONT)

    def kill(self):
        """Ends it, however a test went."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def records(self):
        """Those printed so far; a line that is still being written is none yet. Nor is a gap: on a busy
        machine cel looks so late that it cannot know whether there was another file."""
        *lines, _ = read(self.output).split(b"\n")
        objects = [json.loads(line) for line in lines]
        return [each["record"] for each in objects if "gap" not in each]

    def expect(self, sent):
        """Waits until all of `sent` have come; and nothing else, nor anything twice, may have."""
        wait_for(lambda: len(self.records()) >= len(sent))
        key = json.dumps
        assert sorted(map(key, self.records())) == sorted(map(key, sent))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def wait_for(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be within %d s" % seconds
        time.sleep(0.02)


@pytest.fixture
def log(tmp_path):
    """Appends reports to a file."""
    logger = os.path.join(ROOT, "build", "bin", "container-exception-logger")

    def write(path, *records):
        for record in records:
            sink = "file:%s" % path
            subprocess.run([logger, "--sink", sink], input=text_of(record), env=PATIENCE, check=True)

    return write


def some_reports(count, start=0):
    numbers = range(start, start + count)
    return [report(number, random.Random(number).choice([1000, 9000])) for number in numbers]


@pytest.fixture
def follow(tmp_path):
    started = []

    def begin(*sources, **options):
        following = Following(tmp_path, *sources, **options)
        started.append(following)
        return following.start()

    yield begin
    for following in started:
        following.kill()


def test_only_what_comes_after_the_start_is_shown(tmp_path, log, follow):
    sent = some_reports(6)
    path = tmp_path / "app.log"
    log(path, *sent[:3])
    following = follow(path)
    log(path, *sent[3:])
    following.expect(sent[3:])
    following.end()


def test_a_file_may_be_renamed_copied_truncated_removed_and_made_anew(tmp_path, log, follow):
    sent = some_reports(10)
    path = tmp_path / "app.log"
    following = follow(path)  # which is not there yet
    log(path, *sent[:2])
    following.expect(sent[:2])
    os.rename(path, str(path) + ".1")
    log(str(path) + ".1", sent[2])  # by who still has it open
    log(path, *sent[3:5])
    following.expect(sent[:5])
    with open(str(path) + ".0", "wb") as copy:  # copytruncate
        copy.write(read(path))
    os.truncate(path, 0)
    log(path, *sent[5:7])
    following.expect(sent[:7])
    os.remove(path)
    log(path, *sent[7:9])
    following.expect(sent[:9])
    os.rename(path, str(path) + ".1")
    log(path, sent[9])
    following.expect(sent)
    following.end()


def test_a_rotated_log_in_which_nothing_comes_for_long_is_not_given_up(tmp_path, log, follow):
    sent = some_reports(3)
    path = tmp_path / "app.log"
    following = follow(path)
    log(path, sent[0])
    following.expect(sent[:1])
    os.rename(path, str(path) + ".1")
    path.touch()
    time.sleep(8)  # longer than a file that is gone is waited for
    log(path, sent[1])
    following.expect(sent[:2])
    older = tmp_path / "older"
    log(older, sent[2])
    os.utime(older, (0, 0))
    os.rename(older, path)
    following.expect(sent)
    following.end()


def test_a_follower_that_never_lives_long_goes_on_to_the_next_file(tmp_path, log, follow):
    sent = some_reports(2)
    path = tmp_path / "app.log"
    following = follow(path)
    log(path, sent[0])
    following.expect(sent[:1])
    following.end(signal.SIGKILL)
    rotated = str(path) + ".1"
    os.rename(path, rotated)
    os.utime(rotated, (time.time() - 10, time.time() - 10))
    log(path, sent[1])
    for _ in range(30):
        following.start()
        time.sleep(0.5)
        following.end(signal.SIGKILL)
        if len(following.records()) == 2:
            break
    following.expect(sent)


def test_of_one_cursor_file_there_is_one_follower(tmp_path, log, follow):
    sent = some_reports(2)
    path = tmp_path / "app.log"
    following = follow(path)
    argv = [CEL, "follow", "--cursor-file", following.cursor, path]
    second = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert second.returncode == 1
    assert second.stderr.decode() == (
        "cel: %s belongs to another cel that runs: end that one, or name another file\n" % following.cursor
    )
    log(path, sent[0])
    following.expect(sent[:1])
    following.end(signal.SIGKILL)
    log(path, sent[1])
    following.start().expect(sent)  # what a killed one leaves keeps nobody out
    following.end()


def test_what_was_rotated_while_nobody_followed_is_read(tmp_path, log, follow):
    sent = some_reports(8)
    path = tmp_path / "app.log"
    log(path, sent[0])
    following = follow(path)
    log(path, sent[1])
    following.expect(sent[1:2])
    following.end()
    log(path, sent[2])
    for number in range(3, 6):
        for age in range(number - 3, 0, -1):
            os.rename("%s.%d" % (path, age), "%s.%d" % (path, age + 1))
        os.rename(path, str(path) + ".1")
        log(path, sent[number])
    following.start().expect(sent[1:6])
    following.end()


def test_a_folder_in_which_logs_appear_and_vanish(tmp_path, log, follow):
    folder = tmp_path / "pods"
    folder.mkdir()
    (folder / "old").mkdir()
    sent = some_reports(4)
    log(folder / "old" / "0.log", sent[0])
    following = follow(folder)
    (folder / "new").mkdir()
    log(folder / "new" / "0.log", sent[1])
    log(folder / "old" / "0.log", sent[2])
    following.expect(sent[1:3])
    os.remove(folder / "old" / "0.log")
    os.rmdir(folder / "old")
    log(folder / "new" / "1.log", sent[3])
    following.expect(sent[1:])
    following.end()


def test_logs_that_appeared_while_nobody_followed_are_read_from_their_start(tmp_path, log, follow):
    folder = tmp_path / "pods"
    folder.mkdir()
    sent = some_reports(2)
    following = follow(folder)  # in which no log is yet
    following.end(signal.SIGKILL)
    log(folder / "a.log", sent[0])
    following.start().expect(sent[:1])
    following.end(signal.SIGKILL)
    log(folder / "b.log", sent[1])
    following.start().expect(sent)
    following.end()


def test_a_report_without_its_parts_is_shown_from_its_head(tmp_path, log, follow):
    path = tmp_path / "app.log"
    following = follow(path)
    sent = report(1, 9000)
    log(tmp_path / "whole.log", sent)
    with open(path, "ab") as file:
        file.write(read(tmp_path / "whole.log").splitlines(True)[0])
    wait_for(lambda: following.records())
    (record,) = following.records()
    assert record["reason"] == sent["reason"]
    assert record["backtrace"] != sent["backtrace"]
    following.end()


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_at_any_moment_between_two_reports_loses_and_repeats_nothing(tmp_path, log, follow, seed):
    chance = random.Random(seed)
    path = tmp_path / "app.log"
    whole = tmp_path / "whole"
    sent = some_reports(30, seed * 100)
    log(whole, *sent)
    data = read(whole)
    following = follow(path)
    here = rotations = 0
    while here < len(data):
        start = here
        here += chance.randrange(1, 30000)  # within a line or between the parts of a report
        if chance.random() < 0.3:
            here = (data.find(b"\n", here) + 1) or len(data)
        with open(path, "ab") as file:
            file.write(data[start:here])
        if data[:here].endswith(b"\n"):  # no engine rotates amid a line
            rotations += 1
            os.rename(path, "%s-2026%04d" % (path, rotations))
        # Until it is quiet: a kill between the write of a report and that of the cursor repeats that report.
        settle(following)
        following.end(signal.SIGKILL)
        following.start()
    following.expect(sent)
    following.end()


def settle(following):
    """Waits until what is printed and remembered no longer changes."""
    before = None
    while before != (read(following.output), read(following.cursor)):
        before = (read(following.output), read(following.cursor))
        time.sleep(0.1)


def test_standard_input_is_followed_to_its_end(tmp_path, log):
    sent = some_reports(3)
    path = tmp_path / "app.log"
    log(path, *sent)
    for place in ["-"], []:
        command = [CEL, "follow", "--json", *place]
        done = subprocess.run(command, input=read(path), stdout=subprocess.PIPE, timeout=60)
        assert [json.loads(line)["record"] for line in done.stdout.splitlines()] == sent
        assert done.returncode == 0


def test_it_ends_after_so_many_reports_and_the_next_one_goes_on_there(tmp_path, log):
    sent = some_reports(6)
    (tmp_path / "pods").mkdir()
    for number, one in enumerate(sent):
        log(tmp_path / "pods" / ("%d.log" % (number // 2)), one)
    shown = []
    for count in (1, 3, 2):
        argv = ["--json", "--since", "@1", "-n", str(count), "--cursor-file", tmp_path / "cursor"]
        done = subprocess.run([CEL, "follow", *argv, tmp_path / "pods"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, timeout=60)
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) == count
        shown += [json.loads(line)["record"] for line in done.stdout.splitlines()]
    assert sorted(map(json.dumps, shown)) == sorted(map(json.dumps, sent))


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it runs cel as another user")
def test_a_folder_that_may_not_be_listed_is_a_sentence(public):
    (public / "logs").mkdir(mode=0o711)
    done = subprocess.run(
        ["setpriv", "--reuid=1000", "--clear-groups", CEL, "follow", public / "logs"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        env=dict(os.environ, HOME=str(public)),
    )
    assert done.returncode == 1
    assert done.stderr.decode() == "cel: cannot read %s: Permission denied (EACCES)\n" % (public / "logs")
