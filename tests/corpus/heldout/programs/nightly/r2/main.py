# SPDX-License-Identifier: Apache-2.0
"""The scheduler: main.py JOB SEED."""

import asyncio
import os
import sys
import tempfile

from nightly import jobs, plan, steps, watch


def main(job, seed):
    settings = {"seed": seed, "source": "/srv/data%d" % seed, "state": os.path.join(tempfile.mkdtemp(), "s")}
    with open(settings["state"], "wb"):
        pass
    if job in ("backup", "vacuum", "rotate", "resume", "report"):
        return plan.once(getattr(jobs, job), settings)
    if job == "vacuum-now":
        return jobs.vacuum(settings)
    # A plan that nobody could follow.
    if job == "hour":
        return plan.nightly(jobs.backup, "2%d:61" % seed)
    if job == "weeks":
        return plan.weekly(jobs.backup, seed + 1)
    if job == "upload":
        return steps.all_steps(settings)
    settings["bucket"] = "b%d" % seed
    settings.update(sum=seed * 4096, expected=seed * 4096)
    if job == "verify":
        settings["sum"] += seed
        return steps.all_steps(settings)
    if job == "publish":
        return steps.all_steps(dict(settings, feeds={}))
    if job == "ask":
        return asyncio.run(watch.ask("host%d" % seed, 5))
    if job == "beat":
        return asyncio.run(watch.beats([{"name": "a"}, {"name": None}, {"name": "c"}][seed % 2:]))
    if job == "load":
        return asyncio.run(watch.loads([{"load": seed, "processors": 0}] * (1 + seed % 3)))
    if job == "notice":
        return watch.notices([{"text": "down", "host": seed}])
    raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
