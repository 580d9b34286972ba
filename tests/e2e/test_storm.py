# SPDX-License-Identifier: Apache-2.0
"""256 programs die at once into one pipe whose reader is slow, while the main program writes lines of its
own."""

import os
import subprocess
import time

import cel_lines
import pytest
import storm
from engines.bare import Stream, run_bare, start_bare
from reports import KB, report, text_of

PROGRAMS = 256


@pytest.mark.parametrize(
    "sizes", [(1,), (16,), (200,), (1, 16, 200)], ids=lambda sizes: "+".join(map(str, sizes)) + "KB"
)
def test_every_report_of_a_storm_and_every_line_of_the_main_program_come_back(logger, tmp_path, sizes):
    sent = [report(number, sizes[number % len(sizes)] * KB) for number in range(PROGRAMS)]
    paths = []
    for number, one in enumerate(sent):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(text_of(one))
    copy = tmp_path / "copy"
    stream = Stream()
    process = start_bare(
        "/usr/bin/python3", storm.__file__, copy, logger, *paths, env={"CEL_TIMEOUT": "300"},
        stdin=subprocess.DEVNULL, stdout=stream.writing_end, stderr=subprocess.PIPE,
    )
    stream.close_writing_end()
    total = sum(map(os.path.getsize, paths))
    stream.drain(chunk=max(2000, total // 2000), pause=lambda: time.sleep(0.001))
    said = process.stderr.read()
    assert process.wait() == 0, said
    payloads, other = cel_lines.split(stream.finish())
    assert sorted(payloads) == sorted(map(text_of, sent))
    assert other == copy.read_bytes()


def test_python_programs_that_die_at_once_are_all_reported(volume):
    script = "for n in $(seq 48); do /usr/bin/python3 -c 'import sys; {}[int(sys.argv[1])]' $n & done; wait"
    done = run_bare("bash", "-c", script, env={"PYTHONPATH": volume, "CEL_TIMEOUT": "300"})
    records, other = cel_lines.decode(done.stdout)
    assert sorted(int(record["reason"].rsplit(" ", 1)[1]) for record in records) == list(range(1, 49))
    assert other == b""
    assert done.stderr.count(b"Traceback") == 48
    assert cel_lines.TAG not in done.stderr
