# SPDX-License-Identifier: Apache-2.0
"""cel-run --timeout, which ends what takes too long, and --every, which runs a command again and again."""

import os
import re
import signal
import subprocess
import time

import cel_lines
import pytest
from launchers import CEL_RUN, namespace_command, run


class Repeated:
    """`cel-run --every` as PID 1, with what it prints to a file."""

    def __init__(self, folder, *arguments):
        self.output = folder / "output"
        with open(self.output, "wb") as output:
            self._process = subprocess.Popen(namespace_command(CEL_RUN, "--every", *arguments),
                                             stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def wait_for(self, text, times):
        end = time.monotonic() + 30
        while self.text().count(text) < times:
            assert time.monotonic() < end and self._process.poll() is None, self.text()
            time.sleep(0.01)

    def text(self):
        return self.output.read_text(encoding="utf-8")

    def reports(self):
        return cel_lines.decode(self.output.read_bytes())[0]

    def stop(self):
        """Sends TERM to cel-run, the only child of unshare, and returns its exit status."""
        pid = self._process.pid
        with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as children:
            os.kill(int(children.read().split()[0]), signal.SIGTERM)
        return self._process.wait(30)


@pytest.fixture
def repeated(tmp_path):
    started = []

    def start(*arguments):
        started.append(Repeated(tmp_path, *arguments))
        return started[-1]

    yield start
    for each in started:
        each._process.kill()
        each._process.wait()


def only_report(done):
    record, = cel_lines.decode(done.stdout.encode())[0]
    return record


def test_what_takes_too_long_is_asked_to_end_and_reported():
    done = run(CEL_RUN, "--timeout", "200ms", "--", "sleep", "100")
    assert done.returncode == 124
    record = only_report(done)
    assert record["reason"] == (
        "sleep had not ended in the 0.2 s that --timeout gives, and was asked to end")
    assert record["process"]["timeout"] == 0.2
    assert record["process"]["signal"] == "SIGTERM"


def test_what_ends_well_when_asked_was_too_late_all_the_same():
    done = run(CEL_RUN, "--timeout", "200ms", "--", "sh", "-c", "trap 'exit 0' TERM; sleep 100 & wait")
    assert done.returncode == 124
    assert only_report(done)["process"]["status"] == 0


def test_what_does_not_end_when_asked_is_killed_with_its_group():
    done = run(CEL_RUN, "--timeout", "200ms", "--grace", "200ms", "--", "sh", "-c",
               "trap '' TERM; sleep 100 & while :; do sleep 100; done")
    assert done.returncode == 124
    assert only_report(done)["reason"] == "sh had not ended in the 0.2 s that --timeout gives, and was killed"


def test_what_ends_in_time_is_left_alone():
    done = run(CEL_RUN, "--timeout", "60s", "--", "sh", "-c", "exit 3")
    assert done.returncode == 3
    assert only_report(done)["reason"] == "sh ended with status 3"


def test_a_command_is_run_again_and_again_and_each_failure_is_a_report(repeated):
    runs = repeated("20ms", "--", "sh", "-c", "echo came; exit 3")
    runs.wait_for("came\n", 5)
    assert runs.stop() == 3
    reports = runs.reports()
    assert len(reports) == runs.text().count("came\n")
    assert {record["reason"] for record in reports} == {"sh ended with status 3"}
    assert len({record["id"] for record in reports}) == len(reports)


def test_runs_do_not_overlap(repeated, tmp_path):
    program = "mkdir $0 || echo overlap; sleep 0.1; rmdir $0; echo came"
    runs = repeated("10ms", "--", "sh", "-c", program, str(tmp_path / "running"))
    runs.wait_for("came\n", 4)
    runs.stop()
    assert "overlap" not in runs.text()


def test_a_stop_is_passed_on_to_the_run_and_its_status_is_the_last(repeated):
    runs = repeated("10ms", "--", "sh", "-c", "trap 'echo asked; exit 7' TERM; echo came; sleep 100 & wait")
    runs.wait_for("came\n", 1)
    assert runs.stop() == 7
    assert runs.text().count("came\n") == 1 and "asked\n" in runs.text()


def test_a_stop_between_two_runs_ends_at_once(repeated):
    runs = repeated("1h", "--", "echo", "came")
    runs.wait_for("came\n", 1)
    assert runs.stop() == 0
    assert runs.reports() == []


def test_a_run_that_hangs_does_not_keep_the_next_one_from_its_time(repeated):
    runs = repeated("10ms", "--timeout", "50ms", "--", "sh", "-c", "echo came; sleep 100")
    runs.wait_for("came\n", 3)
    assert runs.stop() in (124, 143)
    assert all("--timeout" in record["reason"] for record in runs.reports())
    assert len(runs.reports()) >= 2


def test_a_command_that_is_not_there_is_tried_again(repeated):
    runs = repeated("20ms", "--", "/nosuch")
    runs.wait_for("container-exception-logger - {", 3)
    assert runs.stop() == 127


@pytest.mark.parametrize("arguments, complaint", [
    (["--every", "0"], "--every: '0' is too short: at least 1ms"),
    (["--every", "soon"], "--every: 'soon' is no time such as 10, 1.5s, 500ms or 2m"),
    (["--timeout", "0s"], "--timeout: '0s' is too short: at least 1ms"),
    (["--jitter", "1s"], "--jitter delays the runs of --every TIME, and must be shorter than that TIME"),
    (["--every", "1s", "--jitter", "1s"],
     "--jitter delays the runs of --every TIME, and must be shorter than that TIME"),
])
def test_times_that_make_no_schedule_are_refused(arguments, complaint):
    done = run(CEL_RUN, *arguments, "--", "true")
    assert (done.returncode, re.sub("^cel-run: ", "", done.stderr.strip())) == (125, complaint)
