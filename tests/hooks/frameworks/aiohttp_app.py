# SPDX-License-Identifier: Apache-2.0
"""An aiohttp server: python aiohttp_app.py PORT."""

import sys

import shop
from aiohttp import web


async def fine(request):
    return web.Response(text="fine")


async def broken(request):
    return web.Response(text=str(shop.checkout([1, 2, 3])))


app = web.Application()
app.add_routes([web.get("/", fine), web.get("/broken", broken)])
if __name__ == "__main__":
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]))
