# SPDX-License-Identifier: Apache-2.0
"""Looking after the hosts, with asyncio and with threads."""

import asyncio
import queue
import threading


async def ask(host, seconds):
    await asyncio.wait_for(asyncio.sleep(seconds), 0.01)
    return host


async def pause():
    await asyncio.sleep(0)


async def beat(host):
    await pause()
    return host["name"].upper()


async def beats(hosts):
    return await asyncio.gather(*[beat(host) for host in hosts])


def share(host):
    return host["load"] / host["processors"]


async def load(host):
    await pause()
    return share(host)


async def loads(hosts):
    async with asyncio.TaskGroup() as group:
        for host in hosts:
            group.create_task(load(host))


def notices(items):
    waiting = queue.Queue()
    for item in items:
        waiting.put(item)
    threads = [threading.Thread(target=deliver, args=(waiting,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def deliver(waiting):
    while not waiting.empty():
        notice = waiting.get()
        notice["text"] = notice["host"] + ": " + notice["text"]
