# SPDX-License-Identifier: Apache-2.0
"""Text and JSON in one: pure ASCII, without the `json` module, which Debian's python3-minimal leaves out."""

if str is bytes:
    unicode_type, integers = type(u""), (int, long)  # noqa: F821
else:
    unicode_type, integers = str, (int,)

TEXTS = {unicode_type}
ASCII = hasattr(str, "isascii")  # 3.7 and later
ESCAPES = {"\r": "\\r", "\t": "\\t"}
PRINTABLE = bytes(bytearray(range(32, 127)))


def to_text(value):
    """Any str or bytes as text that UTF-8 can hold: what is not valid is spelled out as Python's stderr
    does."""
    if ASCII and type(value) is str and value.isascii():
        return value
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


def characters(raw, count):
    """The number of characters that so many bytes of UTF-8 are."""
    return len(raw[:count].decode("utf-8", "replace"))


def to_json(value):
    """Dicts with string keys (in their order), lists, strings, integers, booleans and None as a line of
    JSON."""
    return _json(value, {})


def _json(value, known):
    """`known`: texts as JSON has them, by text: most come again, in each frame."""
    if isinstance(value, (unicode_type, bytes)):
        return known.get(value) or _quoted(value, known)
    if isinstance(value, dict):
        return "{" + ", ".join([(known.get(key) or _quoted(key, known)) + ": " + _json(each, known)
                                for key, each in value.items()]) + "}"
    if isinstance(value, (list, tuple)):
        if set(map(type, value)) == TEXTS:
            return _lines(value, known)
        return "[" + ", ".join([_json(each, known) for each in value]) + "]"
    if isinstance(value, integers) and type(value) is not bool:
        return "%d" % value
    return {None: "null", True: "true", False: "false"}[value]


def _quoted(value, known):
    text = to_text(value) if isinstance(value, bytes) else value
    if not _plain(text) or '"' in text or "\\" in text:
        text = _escaped(to_text(text))
    known[value] = quoted = '"%s"' % str(text)
    return quoted


def _lines(value, known):
    """A list of texts. Most are lines, without line breaks: then all are quoted at once."""
    text = "\n".join(value)
    if text.count("\n") == len(value) - 1 and _plain(text.replace("\n", "")):
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '", "')
        return '["%s"]' % str(text)
    return "[" + ", ".join([_json(each, known) for each in value]) + "]"


def _escaped(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return text if _plain(text) else "".join([c if " " <= c <= "~" else _escape(c) for c in text])


if ASCII:
    def _plain(text):
        """Whether it is printable ASCII."""
        return text.isascii() and text.isprintable()
else:
    def _plain(text):
        try:
            return not text.encode("ascii").translate(None, PRINTABLE)
        except UnicodeError:
            return False


def _escape(c):
    number = ord(c)
    if number > 0xffff:
        number -= 0x10000
        return "\\u%04x\\u%04x" % (0xd800 + (number >> 10), 0xdc00 + (number & 0x3ff))
    return ESCAPES.get(c) or "\\u%04x" % number
