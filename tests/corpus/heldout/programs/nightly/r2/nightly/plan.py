# SPDX-License-Identifier: Apache-2.0
"""When it is to be done, by the schedule library."""

import schedule

ZONE = "UTC"


def nightly(job, hour):
    return schedule.every().day.at(hour).do(job)


def weekly(job, weeks):
    return schedule.every(weeks).monday.do(job)


def once(job, settings):
    schedule.every(1).seconds.do(job, settings)
    schedule.run_all()
