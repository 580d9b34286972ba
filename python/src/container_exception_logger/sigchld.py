# SPDX-License-Identifier: Apache-2.0
"""Keeps the end of our child from the program's SIGCHLD handler, and only that."""

import posix


class KeptSigchld(object):
    """Holds SIGCHLD back from this thread, from `hold` to `restore`."""

    def __init__(self, signal):
        self.signal = signal
        self.child = self.before = None

    def hold(self):
        try:
            self.before = self.signal.pthread_sigmask(self.signal.SIG_BLOCK, [self.signal.SIGCHLD])
        except (AttributeError, ValueError):
            pass

    def restore(self):
        if self.before is None:
            return
        signal = self.signal
        if hasattr(signal, "sigtimedwait"):
            came = signal.sigtimedwait([signal.SIGCHLD], 0)
            if came and (came.si_pid != self.child or self._others()):
                posix.kill(posix.getpid(), signal.SIGCHLD)
        elif signal.SIGCHLD in signal.sigpending():  # PyPy cannot tell whose it is
            signal.sigwait([signal.SIGCHLD])
        signal.pthread_sigmask(signal.SIG_SETMASK, self.before)

    def _others(self):
        """Whether a child of the program's has ended too: two such signals are one while they wait."""
        try:
            return posix.waitid(posix.P_ALL, 0, posix.WEXITED | posix.WNOHANG | posix.WNOWAIT) is not None
        except OSError:
            return False
