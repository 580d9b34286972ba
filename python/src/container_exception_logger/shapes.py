# SPDX-License-Identifier: Apache-2.0
"""Secrets that are told by their own shape: keys and tokens of known services, PEM, card numbers."""

MASK = "[redacted]"

# What keys look like: how they start, how many of these characters follow at least.
BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
PREFIXES = (
    ("AKIA", 16), ("ASIA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20),
    ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 10), ("xoxa-", 10), ("xoxp-", 10), ("xoxr-", 10),
    ("xoxs-", 10), ("xapp-", 10), ("sk_live_", 10), ("rk_live_", 10), ("sk_test_", 10), ("sk-", 20),
    ("AIza", 30), ("npm_", 30), ("pypi-", 30), ("SG.", 20), ("ya29.", 20), ("hvs.", 20), ("dop_v1_", 30),
    ("eyJ", 17))
SHORTEST = 13  # characters, of all these and a card's number


def without_keys(text):
    """The text with all that looks like a key, a token or a card's number masked."""
    if len(text) < SHORTEST:
        return text
    if "-----BEGIN" in text:
        text = _pem(text)
    for prefix, least in [each for each in PREFIXES if each[0] in text]:
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            while end < len(text) and text[end] in BASE64:
                end += 1
            first = at == 0 or not text[at - 1].isalnum()
            if first and end - at - len(prefix) >= least and (prefix != "eyJ" or "." in text[at:end]):
                text = text[:at] + MASK + text[end:]
                end = at + len(MASK)
            at = text.find(prefix, end)
    return _cards(text) if sum(map(text.count, "0123456789")) >= 13 else text


def _pem(text):
    at = text.find("-----BEGIN")
    while at >= 0:
        title = text.find("-----", at + 10)
        if title < 0 or "KEY" in text[at:title]:
            end = text.find("-----END", at + 10)
            end = text.find("-----", end + 8) + 5 if end >= 0 else len(text)
            text = text[:at] + MASK + (text[end:] if end > at else "")
        at = text.find("-----BEGIN", at + 1)
    return text


def _cards(text):
    at = 0
    while at < len(text):
        if text[at] in "3456" and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "._-")):
            end, digits = at, ""
            while end < len(text) and (
                    text[end].isdigit() or (text[end] in " -" and text[end + 1:end + 2].isdigit())):
                digits += text[end] if text[end].isdigit() else ""
                end += 1
            if 13 <= len(digits) <= 19 and text[end:end + 1] not in (".", "_") and _luhn(digits):
                text = text[:at] + MASK + text[end:]
                end = at + len(MASK)
            at = end
        at += 1
    return text


def _luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = ord(digit) - 48
        total += number if place % 2 == 0 else sum(divmod(2 * number, 10))
    return total % 10 == 0
