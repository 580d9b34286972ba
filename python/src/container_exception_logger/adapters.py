# SPDX-License-Identifier: Apache-2.0
"""What the adapters share: `adapt_*.py`, each for a library that logs, prints or keeps an exception itself.

`patches` loads an adapter after the program has imported its library, and calls its `patch(state, module)`.
What only an exception needs is loaded at an exception."""

import sys

SERVER = "server"  # the mechanism of an exception that a server catches and survives


class Watched(object):
    """A descriptor in place of a method that a library calls after an error. A lookup calls `see(instance,
    caller's frame)` and returns the library's method, so that no frame of ours is on its stack."""

    def __init__(self, original, see):
        self.original, self.see = original, see

    def __get__(self, instance, owner=None):
        if instance is not None:
            try:
                self.see(instance, sys._getframe(1))
            except Exception:
                pass
        return self.original.__get__(instance, owner)


def watch(cls, name, see):
    """Has `see` called whenever the method is looked up in an instance of the class."""
    setattr(cls, name, Watched(cls.__dict__[name], see))
