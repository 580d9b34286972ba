# SPDX-License-Identifier: Apache-2.0
"""Keeps secrets out of text: by the names that they go by in it, and by their own shape.

Without `re`, whose import costs more than a whole report.
"""

from container_exception_logger.names import secret_name, secret_number
from container_exception_logger.shapes import MASK, without_keys


def scrub(text, extra=(), code=False):
    """The text without the secrets that can be told in it: passwords in URLs, `name=value` and `"name":
    "value"`, options of command lines, and what looks like a key. `code`: the text is program source, where
    only literals are values."""
    if "://" in text:
        text = _urls(text)
    if "=" in text or ":" in text or "--" in text:
        text = _pairs(text, extra, code)
    return without_keys(text)


def _urls(text):
    at = text.find("://")
    while at >= 0:
        end = at + 3
        while end < len(text) and text[end] not in " \t\r\n\"'<>/?#,;)]}":
            end += 1
        sign = text.rfind("@", at, end)
        if sign < 0 and end < len(text) and text[end] in "/?#":  # an unescaped delimiter within the password
            further = end
            while further < len(text) and text[further] not in " \t\r\n\"'<>":
                further += 1
            sign = text.rfind("@", at, further) if ":" in text[at + 3:end] else -1
            host = text[sign + 1:further]
            if sign >= 0 and not (text[at + 3:end].count(":") == 1 and _host_like(host)
                                  and not text[at + 3:end].partition(":")[2].isdigit()):
                sign = -1
        if sign >= 0:
            colon = text.find(":", at + 3, sign)
            start = colon + 1 if colon >= 0 else at + 3
            text = text[:start] + MASK + text[sign:]
            at = start + len(MASK)
        at = text.find("://", at + 3)
    return text


def _host_like(text):
    return bool(text) and all(c.isalnum() or c in ".-:[]/_?=&" for c in text)


def _pairs(text, extra, code):
    signs = _all(text, "=") + _all(text, ":")
    if not code:  # `--name value`
        signs += [at for at in (text.find(" ", dashes) for dashes in _all(text, "--")) if at >= 0]
    out, here = [], 0
    for sign in sorted(set(signs)):
        if sign < here:
            continue
        name_end = sign
        while name_end > here and text[name_end - 1] in " \"'\\]":
            name_end -= 1
        name_start = name_end
        while name_start > here and (text[name_start - 1].isalnum() or text[name_start - 1] in "_-."):
            name_start -= 1
        name = text[name_start:name_end]
        if name and (text[sign] != " " or name.startswith("--")) and secret_name(name, extra):
            quoted = text.count('"', 0, name_start) % 2 or text.count("'", 0, name_start) % 2
            start, end = _value(text, sign + 1, code and not quoted)
            if end > start and not _harmless(name, text[start:end]):
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


def _value(text, at, code):
    """Where the value after the sign starts and ends; an empty range if there is none to hide."""
    if text[at:at + 2] == "//" or text[at:at + 1] in "=:":
        return at, at
    while at < len(text) and text[at] in " \t\\":
        at += 1
    if text[at:at + 1] in ("b", "u", "r", "f") and text[at + 1:at + 2] in ("'", '"'):
        at += 1
    quote = text[at:at + 1]
    if quote in ("'", '"'):
        end = at + 1
        while end < len(text) and text[end] != quote:
            end += 2 if text[end] == "\\" else 1
        return at + 1, min(end, len(text))
    end = _word_end(text, at)
    if code and not text[at:end].isdigit():
        return at, at
    if text[at:end].lower() in ("bearer", "basic", "token", "digest", "negotiate", "apikey"):
        after = end
        while after < len(text) and text[after] == " ":
            after += 1
        end = _word_end(text, after)
    return at, end


def _word_end(text, at):
    while at < len(text) and text[at] not in " \t\r\n&;,)]}\"'<>":
        at += 1
    return at


def _harmless(name, value):
    if value in ("None", "True", "False", "null", "true", "false", MASK) or value.startswith(MASK):
        return True
    if name.upper() in ("PWD", "OLDPWD") and value.startswith("/"):
        return True
    return value.replace(".", "", 1).isdigit() and not secret_number(name)
