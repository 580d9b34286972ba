# SPDX-License-Identifier: Apache-2.0
"""What the adapters share: `adapt_*.py`, each for a library that logs, prints or keeps an exception itself.

They are loaded once the program has imported the library, by `patches`, and have `patch(state, module)`. What
only an exception takes they load when there is one. """

import sys

SERVER = "server"  # the mechanism of what a server caught, to serve on


class Watched(object):
    """Stands in a class for a method that a library calls when something went wrong. Whoever asks for it gets
    the library's own, so that no frame of ours is on the stack while that runs; before, `see(instance,
    caller's frame)` is called."""

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
    """Has `see` called whenever a method of the library's class is asked for."""
    setattr(cls, name, Watched(cls.__dict__[name], see))
