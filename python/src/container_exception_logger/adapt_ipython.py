# SPDX-License-Identifier: Apache-2.0
"""IPython and its kernel: scripts and notebooks that run without a person.

In `ipython script.py` the application's `interact` is False. nbclient, the base of nbconvert, papermill and
`jupyter execute`, allows no cell to ask for input. Errors in what a person types are not reported.
"""

import sys

from container_exception_logger.adapters import watch


def patch(state, module):
    def see(shell, caller):
        from container_exception_logger.objects import lookup
        own = (lookup(caller.f_globals, "__name__") or "").partition(".")[0] in ("IPython", "ipykernel")
        if own and _alone(shell):
            state["call"]("caught.seen", None, ("notebook", sys.exc_info(), None, True, False))

    for name in ("showtraceback", "showsyntaxerror"):
        watch(module.InteractiveShell, name, see)


def _alone(shell):
    kernel = _trait(shell, "kernel")
    if kernel is not None:
        return _trait(kernel, "_allow_stdin") is False
    return _trait(_trait(shell, "parent"), "interact") is False


def _trait(thing, name):
    """The value of a trait as it was set, or None."""
    from container_exception_logger.objects import instance_dict
    own = instance_dict(thing) or {}
    return own.get("_trait_values", own).get(name, own.get(name))
