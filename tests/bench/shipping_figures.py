# SPDX-License-Identifier: Apache-2.0
"""What cel ship carries in a second, how soon, what it costs at rest, and how many reports come twice under
kills."""

import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import threading
import time

from bugsink import Bugsink
from measure import BUILD, table
from receiver import Receiver
from shipping import ALL, Ship, kill_until, some_reports, wait_for, write

KILLED = 10_000  # reports
CARRIED = 20_000
TIMED = 30
HUNDREDTH = os.sysconf("SC_CLK_TCK")


def folder(name):
    path = pathlib.Path(BUILD) / "ship" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def bench():
    kills, times = killed()
    rate, cost, memory = carried()
    waits = woken()
    webhook, bugsink = to_webhook(), to_bugsink()
    table("cel ship", ["", ""], [
        [f"{KILLED} reports, killed {kills} times, one request in ten refused, away for a minute: came",
         f"{times / KILLED:.4f} times each"],
        ["reports of 1 KB a second by OTLP, the receiver beside it", f"{rate:.0f}"],
        ["processor time for one", f"{cost * 1e6:.0f} us"],
        ["most memory", f"{memory / 1024:.1f} MB"],
        ["wake-ups in a second at rest, logs in /dev/shm", f"{waits:.1f}"],
        ["from the line in the log to a webhook, median and slowest of 30", in_milliseconds(webhook)],
        ["to Bugsink's database", in_milliseconds(bugsink)],
    ])


def killed():
    """Kills it every 200 to 800 ms until 10,000 reports have arrived at a webhook; how often it was, and how
    many came."""
    here = folder("killed")
    sent = some_reports(KILLED)
    wanted = {record["id"] for record in sent}
    log = here / "app.log"
    write(log, sent[:2000])
    counter = iter(range(1, 10**9))
    answer = lambda _request: 503 if next(counter) % 10 == 0 else 200  # noqa: E731
    receivers = [Receiver(answer)]
    port = receivers[0].port

    def go_away():
        receivers[0].close()
        time.sleep(60)
        receivers.append(Receiver(answer, port))

    def write_more():
        for start in range(2000, KILLED, 500):
            time.sleep(1)
            write(log, sent[start:start + 500])

    threads = [threading.Thread(target=write_more), threading.Timer(5, go_away)]
    for thread in threads:
        thread.start()

    def ids():
        return [json.loads(request.body)["id"] for receiver in receivers for request in list(receiver.taken)]

    def is_done():
        return sum(len(each.taken) for each in receivers) >= KILLED and set(ids()) == wanted

    kills = kill_until(Ship(here, ALL, "--to", f"webhook=http://127.0.0.1:{port}/", log), is_done, 900)
    for thread in threads:
        thread.join()
    for receiver in receivers:
        receiver.close()
    return kills, len(ids())


def carried():
    """Reports in a second, seconds of processor time for each, and most memory in KiB."""
    here = folder("carried")
    log = here / "app.log"
    write(log, some_reports(CARRIED))
    with Receiver() as receiver:
        start = time.monotonic()
        with Ship(here, ALL, "--to", "otlp=" + receiver.url, log) as ship:
            position = pathlib.Path(ship.state)
            wait_for(lambda: any(int(file.read_text() or 0) == CARRIED
                                 for file in position.glob("otlp-*.position")), 300)
            spent = time.monotonic() - start
            user, system = pathlib.Path(f"/proc/{ship.pid}/stat").read_text().split()[13:15]
            status = pathlib.Path(f"/proc/{ship.pid}/status").read_text()
            ship.end()
    memory = int(status.split("VmHWM:")[1].split()[0])
    return CARRIED / spent, (int(user) + int(system)) / HUNDREDTH / CARRIED, memory


def woken():
    """How often its threads are woken in a second in which nothing happens."""
    here = folder("woken")
    log = pathlib.Path("/dev/shm/cel-bench.log")  # inotify tells nothing of an overlay, which / often is
    log.unlink(missing_ok=True)
    write(log, some_reports(1))
    with Receiver() as receiver:
        with Ship(here, ALL, "--to", "otlp=" + receiver.url, log) as ship:
            wait_for(lambda: receiver.taken)
            time.sleep(3)
            before = switches(ship.pid)
            time.sleep(10)
            return (switches(ship.pid) - before) / 10


def switches(pid):
    return sum(int((task / "status").read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0])
               for task in pathlib.Path(f"/proc/{pid}/task").iterdir())


def in_milliseconds(times):
    return f"{statistics.median(times) * 1000:.0f} ms, {max(times) * 1000:.0f} ms"


def delays(log, has_arrived):
    """How long each of TIMED reports takes from the log to where `has_arrived(count)` tells of it."""
    times = []
    for number, report in enumerate(some_reports(TIMED)):
        time.sleep(0.1 + number % 7 * 0.03)
        start = time.monotonic()
        write(log, [report])
        while not has_arrived(number + 1):
            time.sleep(0.001)
        times.append(time.monotonic() - start)
    return times


def to_webhook():
    here = folder("webhook")
    log = here / "app.log"
    log.touch()
    with Receiver() as receiver:
        with Ship(here, ALL, "--to", "webhook=" + receiver.url, log):
            return delays(log, lambda count: len(receiver.taken) >= count)


def to_bugsink():
    here = folder("bugsink")
    log = here / "app.log"
    log.touch()
    server = Bugsink(here)
    try:
        with Ship(here, ALL, "--to", "sentry=" + server.dsn, log):
            database = sqlite3.connect(f"file:{here}/default.sqlite3?mode=ro", uri=True)
            return delays(log, lambda count: database.execute(
                "SELECT count(*) FROM events_event").fetchone()[0] >= count)
    finally:
        server.close()
