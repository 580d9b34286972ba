# SPDX-License-Identifier: Apache-2.0
"""Text and JSON in one: pure ASCII, without the `json` module, which Debian's python3-minimal leaves out."""

if str is bytes:
    unicode_type, integers = type(u""), (int, long)  # noqa: F821
else:
    unicode_type, integers = str, (int,)

ESCAPES = {"\r": "\\r", "\t": "\\t"}
PLAIN = bytes(bytearray(range(32, 127)).replace(b'"', b"").replace(b"\\", b""))  # what JSON need not escape


def to_text(value):
    """Any str or bytes as text that UTF-8 can hold: what is not valid is spelled out as Python's stderr
    does."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    try:
        value.encode("ascii" if str is bytes else "utf-8")
        return value
    except UnicodeError:
        if str is not bytes:
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
    _write(value, out.append, _Quoted())
    return "".join(out)


class _Quoted(dict):
    """Texts as JSON has them, by text: most come again, in each frame."""

    def __missing__(self, text):
        quoted = self[text] = _quote(text)
        return quoted


def _write(value, out, quoted):
    if isinstance(value, (unicode_type, bytes)):
        out(quoted[value])
    elif isinstance(value, dict):
        before = "{"
        for key in value:
            each = value[key]
            if type(each) is unicode_type:
                out(before + quoted[key] + ": " + quoted[each])
            else:
                out(before + quoted[key] + ": ")
                _write(each, out, quoted)
            before = ", "
        out("}" if before == ", " else "{}")
    elif value is None or value is True or value is False:
        out({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, integers):
        out("%d" % value)
    else:
        before = "["
        for each in value:
            out(before)
            _write(each, out, quoted)
            before = ", "
        out("]" if before == ", " else "[]")


def _quote(text):
    if str is bytes or isinstance(text, bytes):
        text = to_text(text)
    try:
        if not text.encode("ascii").translate(None, PLAIN):
            return '"%s"' % str(text)
    except UnicodeError:
        text = to_text(text)
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    try:
        if not text.encode("ascii").translate(None, PLAIN + b'\\"'):
            return '"%s"' % str(text)
    except UnicodeError:
        pass
    return '"' + "".join([c if " " <= c <= "~" else _escape(c) for c in text]) + '"'


def _escape(c):
    number = ord(c)
    if number > 0xffff:
        number -= 0x10000
        return "\\u%04x\\u%04x" % (0xd800 + (number >> 10), 0xdc00 + (number & 0x3ff))
    return ESCAPES.get(c) or "\\u%04x" % number
