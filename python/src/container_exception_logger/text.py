# SPDX-License-Identifier: Apache-2.0
"""Text and JSON in one: pure ASCII, without the `json` module, which Debian's python3-minimal leaves out."""

if str is bytes:
    unicode_type, character, integers = type(u""), unichr, (int, long)  # noqa: F821
else:
    unicode_type, character, integers = str, chr, (int,)

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_text(value):
    """Any str or bytes as text that UTF-8 can hold: what is not valid is spelled out as Python's stderr
    does."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    try:
        value.encode("utf-8")
        if str is not bytes:
            return value
    except UnicodeError:
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if not _narrow(value):
        return value
    return u"".join("\\u%04x" % ord(c) if u"\ud800" <= c <= u"\udfff" else c for c in value)


def _narrow(value):
    """Whether the text holds surrogates that are no pair (Python 2 encodes them to UTF-8 without a word)."""
    before = u""
    for c in value:
        if u"\udc00" <= c <= u"\udfff" and not u"\ud800" <= before <= u"\udbff":
            return True
        if u"\ud800" <= before <= u"\udbff" and not u"\udc00" <= c <= u"\udfff":
            return True
        before = c
    return u"\ud800" <= before <= u"\udbff"


def to_json(value):
    """Dicts with string keys (in their order), lists, strings, integers, booleans and None as a line of
    JSON."""
    out = []
    _write(value, out.append)
    return "".join(out)


def _write(value, out):
    if value is None or value is True or value is False:
        out({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, integers):
        out("%d" % value)
    elif isinstance(value, (bytes, unicode_type)):
        out(_quote(to_text(value)))
    elif isinstance(value, dict):
        before = "{"
        for key in value:
            out(before)
            out(_quote(to_text(key)))
            out(": ")
            _write(value[key], out)
            before = ", "
        out("}" if before == ", " else "{}")
    else:
        before = "["
        for each in value:
            out(before)
            _write(each, out)
            before = ", "
        out("]" if before == ", " else "[]")


def _quote(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    try:
        plain = escaped.encode("ascii")
        if min(plain or b" ") >= min(b" ") and b"\x7f" not in plain:
            return '"' + str(escaped) + '"'
    except UnicodeError:
        pass
    return '"' + "".join([c if " " <= c <= "~" else _escape(c) for c in escaped]) + '"'


def _escape(c):
    number = ord(c)
    if number > 0xffff:
        number -= 0x10000
        return "\\u%04x\\u%04x" % (0xd800 + (number >> 10), 0xdc00 + (number & 0x3ff))
    return ESCAPES.get(c) or "\\u%04x" % number
