# SPDX-License-Identifier: Apache-2.0
"""The number of columns of a text on a terminal, as the `traceback` module counts them."""

import sys

# The ranges of most wide characters, for when `unicodedata` is not loaded.
WIDE = ((0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xac00, 0xd7a3), (0xf900, 0xfaff),
        (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6), (0x1f300, 0x1f64f), (0x1f900, 0x1f9ff),
        (0x20000, 0x3fffd))
COMBINING = sys.version_info >= (3, 15)


def width(line, count):
    """Returns the columns of the first `count` characters."""
    if line.isascii():
        return count if not COMBINING else min(count, len(line))
    return sum(_columns(char) for char in line[:count])


def _columns(char):
    if char < "\x80":
        return 1
    data = sys.modules.get("unicodedata")
    if type(data) is not type(sys):
        return 2 if any(low <= ord(char) <= high for low, high in WIDE) else 1
    kind = data.east_asian_width(char)
    if not COMBINING:
        return 2 if kind in "WF" else 1
    if data.combining(char) or data.category(char) == "Cf" and char != "\xad":
        return 0
    return 1 if kind in ("N", "Na", "H", "A") else 2
