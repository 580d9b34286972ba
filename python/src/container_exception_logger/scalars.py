# SPDX-License-Identifier: Apache-2.0
"""Numbers, strings and constants as text: values of the built-in types and of classes derived from them."""

from container_exception_logger.text import to_text

LENGTH = 1024  # characters of a value
SHORT = 200  # characters beyond LENGTH up to which a string is shown whole
BITS = 2048  # of the largest integer that is shown: below sys.set_int_max_str_digits' smallest limit


def constant(values, value, base, kind):
    values.say(repr(value))


def number(values, value, base, kind):
    values.say(float.__repr__(value))


def integer(values, value, base, kind):
    bits = base.bit_length(value)
    if bits > BITS:
        values.say("<int of %d bits>" % bits)
    else:
        values.say("%d" % base.__add__(value, 0))


def string(values, value, base, kind):
    """Shows a string as a literal; of a long one the beginning and its length."""
    part, size = base.__getitem__(value, slice(0, LENGTH + SHORT)), base.__len__(value)
    if base is bytearray:
        part = bytes(part)
    if type(part) is bytes and (str is not bytes or base is bytearray):
        text, prefix = part.decode("latin-1"), "b"
    else:
        text, prefix = to_text(part), ""
    shown = prefix + str.__repr__(text.encode("utf-8") if str is bytes else text)
    if base is bytearray:
        shown = "bytearray(%s)" % shown
    values.say(shown if size <= LENGTH + SHORT else "%s... (%d)" % (shown, size))
