# SPDX-License-Identifier: Apache-2.0
"""The operation of `operations.py` that Python 2 cannot even read."""

import asyncio

LOOP = asyncio.new_event_loop()


def churn():
    """Makes tasks and waits for them."""
    LOOP.run_until_complete(_churn())


async def _churn():
    for _ in range(20):
        await asyncio.gather(*[asyncio.ensure_future(asyncio.sleep(0)) for _ in range(10)])
