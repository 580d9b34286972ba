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
    """Returns any str or bytes as text that UTF-8 can encode. What is not valid is escaped as Python's stderr
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
    """Returns whether the text holds unpaired surrogates, which Python 2 encodes without an error."""
    before = u""
    for c in value:
        if u"\udc00" <= c <= u"\udfff" and not u"\ud800" <= before <= u"\udbff":
            return True
        if u"\ud800" <= before <= u"\udbff" and not u"\udc00" <= c <= u"\udfff":
            return True
        before = c
    return u"\ud800" <= before <= u"\udbff"


def characters(raw, count):
    """Returns the number of characters in the first `count` bytes of UTF-8."""
    return len(raw[:count].decode("utf-8", "replace"))


def to_json(value):
    """Returns a line of JSON of dicts with string keys (in their order), lists, strings, integers, booleans
    and None."""
    return _json(value, {})


def _json(value, known):
    """Returns the value as JSON. `known`: JSON by text, because most texts occur again in each frame."""
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
    """Returns a list of texts as JSON. If none has a line break, all are quoted at once."""
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
        """Returns whether the text is printable ASCII."""
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
