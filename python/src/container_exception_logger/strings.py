# SPDX-License-Identifier: Apache-2.0
"""Strings as Python writes them."""

from container_exception_logger.text import to_text


def text_of(value, base, length):
    """The string as a literal; of a longer one the beginning, and its length. `base`: which of str, bytes,
    bytearray and unicode it is an instance of; `length`: characters."""
    part, size = base.__getitem__(value, slice(0, length + 200)), base.__len__(value)
    if base is bytearray:
        part = bytes(part)
    if type(part) is bytes and (str is not bytes or base is bytearray):
        text, prefix = part.decode("latin-1"), "b"
    else:
        text, prefix = to_text(part), ""
    shown = prefix + str.__repr__(text.encode("utf-8") if str is bytes else text)
    if base is bytearray:
        shown = "bytearray(%s)" % shown
    return shown if size <= length + 200 else "%s... (%d)" % (shown, size)
