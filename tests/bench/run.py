#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What the logger and the Python hook cost, as ratios and differences measured side by side in one run.

    make bench
    make bench ONLY="starts crashes"
    make bench BASELINE=/path/to/another/logger BASELINE_VOLUME=/its/PYTHONPATH

Every figure comes from runs that take turns (A B B A ...) on one machine: compare ratios, not times.
Programs run under a PID 1 of their own, whose stdout and stderr are a pipe.
"""

import os
import shutil
import subprocess
import sys

import launchers
from measure import BUILD, ROOT, build_helpers

sys.path.insert(0, str(ROOT / "tests" / "support"))
import crashes  # noqa: E402
import error_trackers  # noqa: E402
import fleet_figures  # noqa: E402
import groups  # noqa: E402
import handled  # noqa: E402
import healthy  # noqa: E402
import java_hook  # noqa: E402
import loggers  # noqa: E402
import node_hook  # noqa: E402
import reader_files  # noqa: E402
import reader_journal  # noqa: E402
import redaction_corpus  # noqa: E402
import relaying  # noqa: E402
import script_hooks  # noqa: E402
import shipping_figures  # noqa: E402
import starts  # noqa: E402
import traceback_figures  # noqa: E402


def inits():
    """Runs the tests of cel-run that other inits pass as well on those: what docs/cel-run-comparison.md says
    of them still holds."""
    command = [sys.executable, "-m", "pytest", "-q", "-o", f"cache_dir={BUILD}/pytest", "-k",
               "tini or dumb-init or catatonit", *sorted((ROOT / "tests" / "e2e").glob("test_run_*.py"))]
    subprocess.run(command, env=dict(os.environ, PEERS="1", PYTHONDONTWRITEBYTECODE="1"), check=True)


def main():
    build_helpers()
    volume = BUILD / "volume"
    shutil.rmtree(volume, ignore_errors=True)
    subprocess.run(["make", "-C", ROOT, "volume", f"DIR={volume}"], check=True, stdout=subprocess.DEVNULL)
    baseline = os.environ.get("BASELINE_VOLUME")
    if baseline:
        baseline = [f"PYTHONPATH={baseline}", f"PATH={baseline}/bin:{os.environ['PATH']}"]
    benches = {
        "loggers": loggers.bench,
        "starts": lambda: starts.bench(volume, baseline),
        "crashes": lambda: crashes.bench(volume, baseline),
        "healthy": lambda: healthy.bench(volume),
        "handled": lambda: handled.bench(volume),
        "node": lambda: node_hook.bench(volume),
        "java": lambda: java_hook.bench(volume),
        "perl": lambda: script_hooks.bench(volume, "perl"),
        "php": lambda: script_hooks.bench(volume, "php"),
        "ruby": lambda: script_hooks.bench(volume, "ruby"),
        "redaction": redaction_corpus.bench,
        "relay": relaying.bench,
        "ship": shipping_figures.bench,
        "fleet": fleet_figures.bench,
        "reader_files": reader_files.bench,
        "reader_journal": reader_journal.bench,
        "tracebacks": traceback_figures.bench,
        "groups": groups.bench,
        "launchers": launchers.bench,
        "inits": inits,
        "peers": lambda: error_trackers.bench(volume),
    }
    for name in os.environ.get("ONLY", "").split() or benches:
        benches[name]()


if __name__ == "__main__":
    main()
