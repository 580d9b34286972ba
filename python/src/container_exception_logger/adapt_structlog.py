# SPDX-License-Identifier: Apache-2.0
"""structlog, whatever it writes to: `logger.exception`, `logger.error(..., exc_info=True)`."""

import sys

ERRORS = ("error", "exception", "critical", "fatal")  # names of its methods


def patch(state, module):
    """Wraps `_figure_out_exc_info`, which each of its processors calls to render an exception."""
    original = module._figure_out_exc_info

    def _figure_out_exc_info(v):
        exc_info = original(v)
        if exc_info and sys._getframe(1).f_locals.get("name") in ERRORS:
            state["call"]("caught.seen", None, ("logging", exc_info))
        return exc_info

    for name in (module.__name__, "structlog.dev"):
        if hasattr(sys.modules.get(name), "_figure_out_exc_info"):
            sys.modules[name]._figure_out_exc_info = _figure_out_exc_info
