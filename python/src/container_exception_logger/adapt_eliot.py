# SPDX-License-Identifier: Apache-2.0
"""eliot: `write_traceback`."""

import sys


def patch(state, module):
    """Observes the lookup of `format_exception` in a private module of eliot, which `write_traceback` does
    before it writes."""
    write = module.write_traceback.__code__
    formatting = module._traceback_no_io
    if type(formatting) is not type(sys) or formatting is sys.modules.get("traceback"):
        return

    class Module(type(sys)):
        @property
        def format_exception(self):
            frame = sys._getframe(1)
            if frame.f_code is write:
                names = frame.f_locals
                exc_info = names["typ"], names["exception"], names["tb"]
                state["call"]("caught.seen", None, ("logging", exc_info))
            return self.__dict__["format_exception"]

    formatting.__class__ = Module
