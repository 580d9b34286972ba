# SPDX-License-Identifier: Apache-2.0
"""socketserver, and so http.server and xmlrpc.server: exceptions of a request's handler, which they print."""

import sys

from container_exception_logger.adapters import SERVER, watch


def patch(state, module):
    """Observes `BaseServer.handle_error`. Errors are not seen of a server whose own `handle_error` does not
    call it."""
    names = vars(module)

    def see(server, caller):
        if caller.f_globals is names or caller.f_code.co_name == "handle_error":
            state["call"]("caught.seen", None, (SERVER, sys.exc_info()))

    watch(module.BaseServer, "handle_error", see)
