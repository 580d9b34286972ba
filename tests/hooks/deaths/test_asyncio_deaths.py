# SPDX-License-Identifier: Apache-2.0
"""Tasks and callbacks of asyncio."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("asyncio task", """
import asyncio, gc
async def work(): raise ValueError("x")
async def main():
    task = asyncio.get_event_loop().create_task(work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task; gc.collect()
asyncio.new_event_loop().run_until_complete(main())
""", error("asyncio", "program.py:3:work:ValueError: x"), low=(3, 6))

CASES.add("asyncio callback", """
import asyncio
def fail(): raise ValueError("x")
async def main():
    asyncio.get_event_loop().call_soon(fail)
    await asyncio.sleep(0.01)
asyncio.new_event_loop().run_until_complete(main())
""", error("asyncio", "program.py:3:fail:ValueError: x"), low=(3, 6))

CASES.add("asyncio main", """
import asyncio
async def main(): raise ValueError("x")
asyncio.new_event_loop().run_until_complete(main())
""", fatal("program.py:3:main:ValueError: x"), low=(3, 6))

CASES.add("asyncio run", """
import asyncio
async def main():
    await asyncio.gather(work())
async def work(): raise ValueError("x")
asyncio.run(main())
""", fatal("program.py:5:work:ValueError: x"), low=(3, 7))

CASES.add("asyncio debug", """
import asyncio, logging
logging.disable(logging.WARNING)
async def main(): raise ValueError("x")
asyncio.run(main(), debug=True)
""", fatal("program.py:4:main:ValueError: x"), low=(3, 7))

CASES.add("asyncio task group", """
import asyncio
async def work(n): raise [ValueError, TypeError][n]("x")
async def main():
    async with asyncio.TaskGroup() as group:
        for n in range(2): group.create_task(work(n))
asyncio.run(main())
""", fatal("ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)"), low=(3, 11))

CASES.add("asyncio executor", """
import asyncio
def work(): raise ValueError("x")
async def main():
    await asyncio.get_running_loop().run_in_executor(None, work)
asyncio.run(main())
""", fatal("program.py:3:work:ValueError: x"), low=(3, 7))

CASES.add("an own exception handler of the loop", """
import asyncio
def fail(): raise ValueError("x")
def handler(loop, context):
    print("mine")
    loop.default_exception_handler(context)
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(fail)
    await asyncio.sleep(0.01)
asyncio.run(main())
""", error("asyncio", "program.py:3:fail:ValueError: x"), low=(3, 7))

CASES.add("a cancelled task is no error", """
import asyncio
async def main():
    task = asyncio.ensure_future(asyncio.sleep(9))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
asyncio.run(main())
""", low=(3, 7))

CASES.add("asynchronous generator's end", """
import asyncio, gc
async def generate():
    try:
        yield
    finally:
        raise ValueError("x")
async def main():
    async for _ in generate(): break
    gc.collect()
    await asyncio.sleep(0.01)
asyncio.run(main())
""", error("asyncio", "program.py:7:generate:ValueError: x"), low=(3, 7), on=["CPython"])
