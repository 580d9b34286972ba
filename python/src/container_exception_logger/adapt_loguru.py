# SPDX-License-Identifier: Apache-2.0
"""loguru: `logger.exception`, `logger.opt(exception=...)`, `@logger.catch`."""

import sys

ERROR = 40


def patch(state, module):
    """Observes the RecordException that `Logger._log` makes of an exception before it calls any handler."""
    original, log = module.RecordException, module.Logger._log.__code__

    def RecordException(*exc_info):
        frame = sys._getframe(1)
        if frame.f_code is log:
            names = frame.f_locals
            if names["level_no"] >= ERROR:
                site = names["co_filename"], names["f_lineno"]
                state["call"]("caught.seen", None, ("logging", exc_info, site))
        return original(*exc_info)

    module.RecordException = RecordException
