# SPDX-License-Identifier: Apache-2.0
"""Times what healthy programs do, and prints a JSON object: seconds by operation, the best of several runs.

Runs under each interpreter that the hook is for, 2.7 among them. Nothing of it is reported but the last: the
same error logged again and again, of which the hook reports the first and counts the others.
"""

import copy
import io
import json
import logging
import sqlite3
import sys
import threading
import time

REPEATS = 7
now = getattr(time, "perf_counter", time.time)
NESTED = {"orders": [{"number": n, "items": list(range(8))} for n in range(20)]}
TEXT = json.dumps(NESTED)

logger = logging.getLogger("bench")
logger.addHandler(logging.StreamHandler(io.BytesIO() if str is bytes else io.StringIO()))
logger.setLevel(logging.INFO)
logger.propagate = False
database = sqlite3.connect(":memory:")
database.execute("create table orders (number integer, total real)")


def deep_copy():
    for _ in range(10):
        copy.deepcopy(NESTED)


def take_id():
    for _ in range(20000):
        id(NESTED)


def open_file():
    for _ in range(100):
        open("/dev/null").close()


def log_info():
    for number in range(300):
        logger.info("order %d", number)


def log_warning_with_traceback():
    for _ in range(30):
        try:
            int("x")
        except ValueError:
            logger.warning("no number", exc_info=True)


def log_exception():
    for _ in range(30):
        try:
            int("x")
        except ValueError:
            logger.exception("no number")


def json_round_trip():
    for _ in range(30):
        json.loads(json.dumps(NESTED))


def query():
    for number in range(200):
        database.execute("insert into orders values (?, ?)", (number, 9.99))
        database.execute("select sum(total) from orders where number = ?", (number,)).fetchone()
    database.execute("delete from orders")


def start_thread():
    for _ in range(40):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()


OPERATIONS = [("deepcopy", deep_copy), ("id", take_id), ("open", open_file), ("logging", log_info),
              ("warning", log_warning_with_traceback), ("json", json_round_trip), ("sqlite", query),
              ("thread", start_thread)]

if sys.version_info >= (3, 7):
    import tasks
    OPERATIONS.append(("tasks", tasks.churn))


def best(operation):
    """Seconds of the quickest of several runs, after one that warms up."""
    operation()
    times = []
    for _ in range(REPEATS):
        before = now()
        operation()
        times.append(now() - before)
    return min(times)


if __name__ == "__main__":
    OPERATIONS.append(("exception", log_exception))
    print("{%s}" % ", ".join('"%s": %r' % (name, best(operation)) for name, operation in OPERATIONS))
