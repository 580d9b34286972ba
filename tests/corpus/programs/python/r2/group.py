# SPDX-License-Identifier: Apache-2.0
import asyncio
import sys


async def fetch(number):
    await asyncio.sleep(0)
    if number % 2:
        raise ConnectionError("no page %d" % number)
    return number


async def parse(number):
    """Rows of the file."""
    await asyncio.sleep(0.001)
    raise ValueError("row %d" % number)


async def main(kind, count):
    async with asyncio.TaskGroup() as tasks:
        for number in range(1, 2 + count):
            tasks.create_task(fetch(2 * number - 1) if kind == "fetch" else parse(number))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
