# SPDX-License-Identifier: Apache-2.0
"""Keeps secrets out of text: by the names that they go by in it, and by their own shape.

Without `re`, whose import costs more than a whole report.
"""

from container_exception_logger.names import names_one, secret_name, secret_number
from container_exception_logger.shapes import MASK, keyless, without_keys

HEADERS = ("cookie", "set-cookie", "authorization", "proxy-authorization")  # secret to the end of the line
# In a command line one of these tells of a secret that has no name: options and programs of `arguments`.
NAMELESS = ("-u", "-U", "login", "mysql", "mariadb", "redis-cli", "ldap")
CLOSING = {"(": ")", "[": "]", "{": "}"}


def scrub(text, extra=(), code=False):
    """The text without the secrets that can be told in it: passwords in URLs, `name=value` and `"name":
    "value"`, options of command lines, and what looks like a key. `extra`: further parts of names of secrets;
    `code`: the text is a line of source, where outside of strings only literals are values."""
    if "://" in text:
        from container_exception_logger.urls import urls
        text = urls(text)
    if ("=" in text or ":" in text or '"' in text or "'" in text or ">" in text) and names_one(text, extra):
        text = _pairs(text, extra, code)
    if _options(text) and (_nameless(text) or names_one(text, extra)):
        from container_exception_logger.arguments import masked
        text = "\n".join([
            "\\n".join([" ".join(masked(part.split(" "), extra)) for part in line.split("\\n")])
            for line in text.split("\n")])
    return without_keys(text)


def innocent(text, extra=()):
    """Whether `scrub` would leave each line of the text as it is, as far as that can be told at once."""
    told = names_one(text, extra) or "://" in text or _options(text) and _nameless(text)
    return not told and keyless(text)


def _options(text):
    return "-" in text and (" -" in text or "'-" in text or '"-' in text) or (
        "set " in text or "login " in text)


def _nameless(text):
    return True in [each in text for each in NAMELESS]


def _pairs(text, extra, code):
    signs = _all(text, "=") + _all(text, ":")
    if ">" in text:
        signs += _all(text, ">")
    for quote in ("'", '"'):
        if quote in text:
            signs += _all(text, " " + quote) + _all(text, " \\" + quote)
            signs += [at + 1 for at in _all(text, quote + ",")]
    out, here = [], 0
    for sign in sorted(signs):
        if sign < here:
            continue
        bare = code and not any((text.count(quote, 0, sign) - text.count("\\" + quote, 0, sign)) % 2
                                for quote in ("'", '"'))
        names = [_name_before(text, sign, here)]
        if bare and text[sign] == "=" and not _is_argument(text, sign):
            names += text[here:sign].split(",")  # of several, any
        names = [each for each in names if each and secret_name(each.strip(), extra)]
        for start, end in _values(text, sign, names[0], bare) if names else ():
            if end > start >= here and not _harmless(names[0], text[start:end]):
                out += [text[here:start], MASK]
                here = end
    out.append(text[here:])
    return "".join(out)


def _all(text, part):
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _name_before(text, sign, here):
    """What stands before a sign, if that can be a name of what follows, else ""."""
    end = sign
    while end > here and text[end - 1] in " \\]":
        end -= 1
    quote = text[end - 1:end] if text[end - 1:end] in ("'", '"') else ""
    if quote:
        end -= 1
        while end > here and text[end - 1] == "\\":
            end -= 1
        start = text.rfind(quote, max(here, end - 80), end) + 1
        if start and not any(c in text[start:end] for c in "=:,\\"):
            name = text[start:end]
            # `("name", "value")` is a pair; of a list of words none names the next.
            return name if text[sign] != "," or text[:start - 1].rstrip("bu")[-1:] == "(" else ""
    start = end
    while start > here and (text[start - 1].isalnum() or text[start - 1] in "_-."):
        start -= 1
    if text[start - 1:start] == "\\" and text[start:start + 1] in ("n", "r", "t"):  # source of a newline
        start += 1
    name = text[start:end]
    if text[sign] == ">":
        return name if text[start - 1:start] == "<" else ""
    if text[sign] == " ":
        return "password" if name.lower() == "by" and text[:start].lower().endswith("identified ") else name
    return name if text[sign] != "," else ""


def _values(text, sign, name, code):
    """The places (start, end) of what the name before the sign stands for."""
    if text[sign] == ">":
        return [(sign + 1, max(text.find("<", sign), 0))]
    if text[sign + 1:sign + 3] == "//" or text[sign + 1:sign + 2] in ("=", ":"):
        return []
    if text[sign] == ":" and name.lower() in HEADERS and text[sign + 1:].lstrip()[:1] not in ("'", '"'):
        return [(sign + 1, _end(text, sign + 1, "\r\n\"'\\"))]
    at = sign + 1
    while at < len(text) and text[at] in " \t\\":
        at += 1
    if text[at:at + 1] in ("b", "u", "r", "f") and text[at + 1:at + 4].lstrip("\\")[:1] in ("'", '"'):
        at = min(text.find(quote, at) for quote in ("'", '"') if quote in text[at:at + 4])
    if text[at:at + 1] in ("'", '"') and not (code and text[sign] == "="):
        return [(at + 1, _string_end(text, at))]
    if code:
        return _literals(text, at, "," if text[sign] == ":" or _is_argument(text, sign) else "")
    if text[at:at + 1] in CLOSING:
        return [(at, _bracket_end(text, at))]
    end = _word_end(text, at)
    if text[at:end].lower() in ("bearer", "basic", "token", "digest", "negotiate", "apikey"):
        end = _word_end(text, min(end + 1, len(text)))
    return [(at, end)]


def _is_argument(text, at):
    return any(text.count(each, 0, at) > text.count(CLOSING[each], 0, at) for each in CLOSING)


def _literals(text, at, comma):
    """The strings and numbers of the expression that begins here, and that this comma ends."""
    found, depth = [], 0
    while at < len(text) and not (depth == 0 and text[at] in ")]};#" + comma) and text[at] != "\n":
        end = at + 1
        if text[at] in ("'", '"'):
            end = _string_end(text, at)
            found.append((at + 1, end))
            end += 1
        elif text[at].isalnum() or text[at] == "_":
            end = _end(text, at, " \t\r\n&;,()[]{}\"'<>+-*/%=:")
            if text[at:end].isdigit():
                found.append((at, end))
        depth += text[at] in CLOSING
        depth -= text[at] in ")]}"
        at = end
    return found


def _string_end(text, at):
    """Where the string that begins at this quote ends: at its other quote, escaped if this one is."""
    quote, end = text[at], at + 1
    if text[at - 1:at] == "\\":
        end = text.find("\\" + quote, end)
        return end if end >= 0 else len(text)
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" else 1
    return min(end, len(text))


def _bracket_end(text, at):
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] == text[at]) - (text[end] == CLOSING[text[at]])
        if depth == 0:
            return end + 1
    return len(text)


def _word_end(text, at):
    end = _end(text, at, " \t\r\n&;,)]}\"'<>")
    newline = text.find("\\n", at, end)
    return newline if newline > at else end


def _end(text, at, ends):
    while at < len(text) and text[at] not in ends:
        at += 1
    return at


def _harmless(name, value):
    if value in ("None", "True", "False", "null", "true", "false", MASK) or value.startswith(MASK):
        return True
    if name.upper() in ("PWD", "OLDPWD") and value.startswith("/"):
        return True
    return value.replace(".", "", 1).isdigit() and not secret_number(name)
