# SPDX-License-Identifier: Apache-2.0
"""concurrent.futures: an exception in a thread of a pool whose future is collected before anyone asks for it.
(asyncio logs such exceptions of its own futures by `logging`.)

Only a future that failed costs anything: it holds an `Unasked`, which is collected with it.
"""

import sys

from container_exception_logger.adapters import watch

NAME = "_unasked"


def patch(state, module):
    def fails(future, caller):
        in_pool = caller.f_globals.get("__name__") == "concurrent.futures.thread"
        if in_pool and not future._condition._waiters:  # nobody waits for it
            vars(future)[NAME] = Unasked(state["call"], sys.exc_info())

    def asked(future, caller):
        if NAME in vars(future):
            vars(future)[NAME].asked = True

    watch(module.Future, "set_exception", fails)
    watch(module.Future, "exception", asked)


class Unasked(object):
    """Reports an exception on collection, unless it was asked for: `Future.exception` sets `asked`, and
    `Future.result` raises the exception, which changes its traceback."""

    asked = False

    def __init__(self, call, exc_info):
        self.call, self.exc_info = call, exc_info

    def __del__(self):
        try:
            _, value, traceback = self.exc_info
            if not self.asked and BaseException.__dict__["__traceback__"].__get__(value) is traceback:
                self.call("caught.seen", None, ("future", self.exc_info, None, False, False))
        except Exception:  # an ending interpreter has emptied the modules used here
            pass
