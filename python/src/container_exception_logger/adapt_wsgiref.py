# SPDX-License-Identifier: Apache-2.0
"""wsgiref: exceptions of an application, which it prints and answers with status 500."""

import sys

from container_exception_logger.adapters import SERVER, watch


def patch(state, module):
    names = vars(module)

    def see(handler, caller):
        if caller.f_globals is names or caller.f_code.co_name == "log_exception":
            state["call"]("caught.seen", None, (SERVER, sys.exc_info()))

    watch(module.BaseHandler, "log_exception", see)
