# SPDX-License-Identifier: Apache-2.0
"""Text of which both ends are kept."""

KEPT = 32768  # characters at each end; the middle of longer texts is left out


class BothEnds(object):
    """Text that is added piece by piece, of which both ends are kept: a message may have a hundred
    megabytes, a stack ten thousand frames."""

    def __init__(self):
        self.pieces, self.room, self.left_out = [], 4 * KEPT, 0

    def add(self, piece):
        if len(piece) > 2 * KEPT:
            self._shorten()
            piece = self._ends(piece)
        self.pieces.append(piece)
        self.room -= len(piece)
        if self.room < 0:
            self._shorten()

    def text(self):
        self._shorten()
        text = self.pieces[0]
        if self.left_out:
            text = "%s\n... %d characters ...\n%s" % (text[:KEPT], self.left_out, text[KEPT:])
        return text

    def _shorten(self):
        text = self._ends("".join(self.pieces))
        self.pieces, self.room = [text], 4 * KEPT - len(text)

    def _ends(self, text):
        self.left_out += max(0, len(text) - 2 * KEPT)
        return text if len(text) <= 2 * KEPT else text[:KEPT] + text[-KEPT:]
