# SPDX-License-Identifier: Apache-2.0
"""Reads the local variables of a frame without running code of the program and without leaving a trace."""

import sys

from container_exception_logger.objects import items_of, some

MOST = 400  # variables of a frame that are read
FUNCTION = 1  # CO_OPTIMIZED: the variables are in slots instead of a namespace
COPIES = sys.version_info < (3, 13)  # `f_locals` of a function is a dict that its frame fills and keeps


def variables(frame):
    """Returns pairs of name and value, and whether they are a module's."""
    code = frame.f_code
    function = code.co_flags & FUNCTION
    if COPIES and not function and code.co_cellvars:
        return [], False  # reading `f_locals` would write into the namespace that `__prepare__` returned
    names = frame.f_locals
    found = _pairs(names)
    if COPIES and function and ALONE and sys.getrefcount(names) == ALONE:
        _take_back(names, code)
    return found, names is frame.f_globals


def _pairs(names):
    if type(names) is Proxy:
        return [pair for pair in some(iter(names.items()), MOST) if type(pair[0]) is str]
    return items_of(names, MOST)


def _take_back(names, code):
    """Empties the dict that was made for us, which would keep the values alive. It is not emptied where the
    program has it too, by a call of `locals()`, or where a debugger may write it back into the frame."""
    if type(names) is dict and sys.gettrace() is None:
        for name in code.co_varnames + code.co_cellvars + code.co_freevars:
            if type(name) is str:
                names.pop(name, None)


def _alone(frame):
    """Returns the reference count of the dict when only the frame holds it; 0 if that is unknown."""
    names = frame.f_locals
    return sys.getrefcount(names) if hasattr(sys, "getrefcount") else 0


ALONE = _alone((lambda: sys._getframe())())


def _proxy():
    return type(sys._getframe().f_locals)


Proxy = _proxy()
if COPIES:
    Proxy = None
