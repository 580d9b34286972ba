# SPDX-License-Identifier: Apache-2.0
"""socketserver, and so http.server and xmlrpc.server: a request whose handler raised is printed and over."""

import sys

from container_exception_logger.adapters import SERVER, watch


def patch(state, module):
    """A server's own `handle_error` that does not call this one keeps its errors to itself."""
    names = vars(module)

    def see(server, caller):
        if caller.f_globals is names or caller.f_code.co_name == "handle_error":
            state["call"]("caught.seen", None, (SERVER, sys.exc_info()))

    watch(module.BaseServer, "handle_error", see)
