# SPDX-License-Identifier: Apache-2.0
"""A FastAPI application that says which event loop it runs on: uvicorn fastapi_app:app."""

import asyncio

import shop
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def fine():
    return type(asyncio.get_running_loop()).__module__


@app.get("/broken")
async def broken():
    return shop.checkout([1, 2, 3])


@app.get("/broken-in-a-thread")
def broken_in_a_thread():
    return shop.checkout([1, 2, 3])


@app.get("/broken-in-a-task")
async def broken_in_a_task():
    async def work():
        shop.checkout([1, 2, 3])

    task = asyncio.ensure_future(work())
    await asyncio.wait([task])
    return "fine"
