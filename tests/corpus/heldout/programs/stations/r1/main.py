# SPDX-License-Identifier: Apache-2.0
"""The pipeline: main.py STEP SEED."""

import datetime
import os
import sys
import tempfile

from stations import database, figures, model, remote, source, units


def file_of(seed, rows):
    descriptor, path = tempfile.mkstemp(".csv", "feed%d-" % seed)
    with os.fdopen(descriptor, "w") as out:
        out.write("\n".join(rows) + "\n")
    return path


def good(seed, count=3):
    return source.readings(file_of(seed, ["Vaasa;2024-0%d-0%d;%d.5" % (1 + seed % 6, day + 1, day)
                                          for day in range(count)]))


def main(step, seed):
    if step == "columns":
        return source.readings(file_of(seed, ["Vaasa;2024-01-0%d" % seed]))
    if step == "number":
        return source.readings(file_of(seed, ["Vaasa;2024-01-0%d;n/a%d" % (seed, seed)]))
    if step == "day":
        return source.readings(file_of(seed, ["Vaasa;0%d.01.2024;1.5" % seed]))
    if step == "metres":
        return model.station_of({"name": u"Oulu %d" % seed, "metres": "%d m" % seed})
    if step == "unnamed":
        return model.station_of({"name": None, "metres": seed})
    if step == "celsius":
        return model.reading_of(u"Oulu %d" % seed, None, seed)
    if step == "daily":
        return figures.daily(good(seed), datetime.datetime(1999, 1, seed))
    if step == "monthly":
        return figures.monthly(good(seed), 12)
    if step == "warmest":
        return figures.warmest(good(seed), 5 + seed)
    if step == "trend":
        return figures.trend(good(seed, 2 + seed), 2)
    if step == "twice":
        home = database.Database()
        home.save(good(seed))
        return home.save(good(seed))
    if step == "history":
        return database.Database().history("Vaasa %d" % seed)
    if step == "heights":
        return database.Database().heights(seed)
    if step == "refused":
        return remote.update(10 + seed, "vaasa%d" % seed)
    if step == "metadata":
        return remote.metadata('{"station": [%d]}' % seed)
    if step == "unit":
        return units.convert_all([(float(seed), "C"), (1.0, "R%d" % seed)])
    if step == "absent":
        return source.readings("/var/spool/stations/%d.csv" % seed)
    raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
