# SPDX-License-Identifier: Apache-2.0
"""Passwords in URLs, and URLs that are passwords."""

from container_exception_logger.shapes import MASK

ENDS = " \t\r\n\"'<>\\"
WHOLE = ("hooks.slack.com/services/", "api.telegram.org/bot", "discord.com/api/webhooks/",
         "discordapp.com/api/webhooks/")  # whoever has such a URL may use it


def urls(text):
    at = text.find("://")
    while at >= 0:
        for start in WHOLE:
            if text.startswith(start, at + 3):
                end = _end(text, at + 3 + len(start), ENDS)
                text = text[:at + 3 + len(start)] + MASK + text[end:]
        sign = _at_sign(text, at)
        if sign >= 0:
            colon = text.find(":", at + 3, sign)
            start = colon + 1 if colon >= 0 else at + 3
            text = text[:start] + MASK + text[sign:]
            at = start + len(MASK)
        at = text.find("://", at + 3)
    return text


def _at_sign(text, at):
    """Where user and password end; -1 if there are none."""
    end = _end(text, at + 3, ENDS + "/?#,;)]}")
    sign = text.rfind("@", at, end)
    if sign < 0 and end < len(text) and text[end] in "/?#":  # an unescaped delimiter within the password
        further = _end(text, end, ENDS)
        user, colon, password = text[at + 3:end].partition(":")
        sign = text.rfind("@", at, further) if colon else -1
        if ":" in password or password.isdigit() or not _host_like(text[sign + 1:further]):
            return -1
    return sign


def _end(text, at, ends):
    while at < len(text) and text[at] not in ends:
        at += 1
    return at


def _host_like(text):
    return bool(text) and all(c.isalnum() or c in ".-:[]/_?=&" for c in text)
