# SPDX-License-Identifier: Apache-2.0
"""The tables of docs/fleet.md with millions of reports, in ClickHouse's own engine (chdb): what a report
takes on disk, and how much sooner the groups by the hour answer than the reports themselves."""

import os
import shutil
import subprocess
import sys
import time

BENCH = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(BENCH))
REPORTS = int(os.environ.get("FLEET_REPORTS", "10000000"))
AT_ONCE = 500_000
# 20,000 groups, of which few have most reports; 10,000 hosts; a month; a traceback of 1 KB that compresses
# as tracebacks do; and each hundredth report comes twice.
INSERT = """
INSERT INTO cel.reports
SELECT lower(hex(MD5(toString(number)))) AS id,
       toDateTime64(1767225600 + (number * 7919) %% 2592000, 6) AS time,
       concat('node-', toString(cityHash64(number) %% 10000)) AS host, 'containerd' AS engine,
       lower(hex(SHA256(toString(number %% 100000)))) AS container_id, 'web' AS container,
       'registry.example/shop:1.2' AS image, concat('shop-', toString(number %% 100000)) AS pod,
       'shop' AS namespace, '' AS unit, concat(pod, '/web') AS service,
       concat('cel2:', substring(lower(hex(MD5(toString(group)))), 1, 12)) AS fingerprint,
       'fatal' AS severity, 'Python3' AS type, 'ValueError' AS exception_type,
       concat('app.py:', toString(group), ':work') AS `where`,
       concat('ValueError: order ', toString(number)) AS what, 0 AS suppressed,
       concat(repeat(concat('  File "/srv/app.py", line ', toString(group), ', in work\\n'), 25), what)
           AS backtrace, '{}' AS record
FROM (SELECT number, toUInt32(floor(20000 * pow(cityHash64(number) %% 1000003 / 1000003, 4))) AS group
      FROM (SELECT number - if(number %% 100 = 99, 1, 0) AS number FROM numbers(%d, %d)))
"""


def measure(folder):
    """Runs within the environment that has chdb."""
    from chdb import session  # noqa: PLC0415
    from pages_sql import statements  # noqa: PLC0415

    database = session.Session(folder)
    for query in ["CREATE DATABASE cel", *statements("ship.md"), *statements("fleet.md")]:
        database.query(query)
    for start in range(0, REPORTS, AT_ONCE):
        database.query(INSERT % (start, min(AT_ONCE, REPORTS - start)))
    size = int(str(database.query(
        "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'reports'", "CSV")))
    print("reports", REPORTS)
    print("bytes of disk for each", round(size / REPORTS, 1))
    times = {}
    for view in ("cel.groups", "cel.fleet_groups"):
        begin = time.monotonic()
        answer = str(database.query(
            "SELECT count(), sum(reports) FROM (SELECT * FROM %s ORDER BY reports DESC)" % view, "CSV"))
        times[view] = time.monotonic() - begin
        print("groups, reports in %s" % view, answer.strip())
    print("cel.groups takes as long as so many cel.fleet_groups", round(
        times["cel.groups"] / times["cel.fleet_groups"], 1))
    print("seconds of cel.fleet_groups", round(times["cel.fleet_groups"], 2))


def bench():
    import interpreters  # noqa: PLC0415
    import venvs  # noqa: PLC0415
    from measure import BUILD, table  # noqa: PLC0415

    python = venvs.with_packages(interpreters.running(),
                                 os.path.join(TOP, "tests", "collectors", "requirements.txt"))
    folder = os.path.join(BUILD, "fleet")
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run([python, __file__, folder], stdout=subprocess.PIPE, check=True)
    table("a fleet's reports in ClickHouse", ["", ""],
          [line.rsplit(" ", 1) for line in done.stdout.decode().splitlines()])


if __name__ == "__main__":
    sys.path.append(os.path.join(TOP, "tests", "support"))
    measure(sys.argv[1])
