# SPDX-License-Identifier: Apache-2.0
"""Hides the end of our child, and of no other, from the program's SIGCHLD handler."""

import posix


class KeptSigchld(object):
    """Blocks SIGCHLD in this thread, from `hold` to `restore`."""

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
        elif signal.SIGCHLD in signal.sigpending():  # PyPy cannot tell whose child it was
            signal.sigwait([signal.SIGCHLD])
        signal.pthread_sigmask(signal.SIG_SETMASK, self.before)

    def _others(self):
        """Returns whether a child of the program has ended as well: two pending SIGCHLD become one."""
        try:
            return posix.waitid(posix.P_ALL, 0, posix.WEXITED | posix.WNOHANG | posix.WNOWAIT) is not None
        except OSError:
            return False
