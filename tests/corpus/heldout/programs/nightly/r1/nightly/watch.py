# SPDX-License-Identifier: Apache-2.0
"""Looking after the hosts, with asyncio and with threads."""

import asyncio
import queue
import threading


async def ask(host, seconds):
    await asyncio.wait_for(asyncio.sleep(seconds), 0.01)
    return host


async def beat(host):
    await asyncio.sleep(0)
    return host["name"].upper()


async def beats(hosts):
    return await asyncio.gather(*[beat(host) for host in hosts])


async def load(host):
    await asyncio.sleep(0)
    return host["load"] / host["processors"]


async def loads(hosts):
    async with asyncio.TaskGroup() as group:
        for host in hosts:
            group.create_task(load(host))


def notices(items):
    waiting = queue.Queue()
    for item in items:
        waiting.put(item)
    threads = [threading.Thread(target=work, args=(waiting,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def work(waiting):
    while not waiting.empty():
        notice = waiting.get()
        notice["text"] = notice["host"] + ": " + notice["text"]
