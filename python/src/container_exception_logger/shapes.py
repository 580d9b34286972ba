# SPDX-License-Identifier: Apache-2.0
"""Secrets that are told by their own shape: keys and tokens of known services, PEM, card numbers."""

MASK = "[redacted]"

CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
# How they start, and how many characters follow at least: as GitHub, GitLab, Slack, Stripe, ... publish them
# for those who scan for leaked ones.
PREFIXES = (
    ("AKIA", 16), ("ASIA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20),
    ("github_pat_", 20), ("glpat-", 16), ("glrt-", 16), ("gldt-", 16), ("xoxb-", 10), ("xoxa-", 10),
    ("xoxp-", 10), ("xoxr-", 10), ("xoxs-", 10), ("xapp-", 10), ("sk_live_", 10), ("rk_live_", 10),
    ("sk_test_", 10), ("rk_test_", 10), ("whsec_", 20), ("sk-", 20), ("AIza", 30), ("ya29.", 20),
    ("GOCSPX-", 20), ("npm_", 30), ("pypi-", 30), ("SG.", 20), ("hvs.", 20), ("hvb.", 20), ("dop_v1_", 30),
    ("doo_v1_", 30), ("hf_", 24), ("shpat_", 24), ("shpss_", 24), ("dapi", 30), ("sq0csp-", 20),
    ("sq0atp-", 20), ("dckr_pat_", 20), ("lin_api_", 20), ("glsa_", 24), ("AGE-SECRET-KEY-1", 20),
    ("eyJ", 17), ("Bearer ", 8), ("bearer ", 8), ("Basic ", 8))
ONE_WORD, AFTER_A_SPACE = PREFIXES[:-3], PREFIXES[-3:]
# For `translate`: all but CHARACTERS, and all but digits, becomes blanks.
WORDS = (b" " * 45 + b"-. 0123456789       ABCDEFGHIJKLMNOPQRSTUVWXYZ    _ abcdefghijklmnopqrstuvwxyz"
         + b" " * 133)
DIGITS = b" " * 48 + b"0123456789" + b" " * 198
CARD = 13  # digits of the shortest card number
SHORTEST = 14  # of those that are one word


def without_keys(text):
    """The text with all that looks like a key, a token or a card's number masked."""
    if len(text) < SHORTEST - 1:
        return text
    text = without_pem(text)
    for prefix, least in _prefixes(text):
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            while end < len(text) and text[end] in CHARACTERS:
                end += 1
            first = at == 0 or not text[at - 1].isalnum() or text[at - 2:at] in ("\\n", "\\r", "\\t")
            if first and end - at - len(prefix) >= least and _random(prefix, text[at + len(prefix):end]):
                text = text[:at] + MASK + text[end:]
                end = at + len(MASK)
            at = text.find(prefix, end)
    return _cards(text) if _digits(text) >= CARD else text


def keyless(text):
    """Whether there can be nothing for `without_keys` in any line of the text."""
    return not _prefixes(text) and "-----BEGIN" not in text and _digits(text) < CARD


def _prefixes(text):
    """Those of PREFIXES that the text has, and for the most where there is room for what follows."""
    found, words = [], text.encode("ascii", "replace").translate(WORDS).split()
    if words and len(max(words, key=len)) >= SHORTEST:
        long = b" ".join([each for each in words if len(each) >= SHORTEST]).decode("ascii")
        found = [each for each in ONE_WORD if each[0] in long]
    return found + [each for each in AFTER_A_SPACE if each[0] in text]


def _digits(text):
    """How many digits there are at most between which there is nothing but blanks and hyphens."""
    runs = text.encode("ascii", "replace").translate(DIGITS, b" -").split()
    return len(max(runs, key=len)) if runs else 0


def _random(prefix, rest):
    """Whether what follows the prefix is no word ("Basic Authentication"), and of an eyJ has more parts."""
    if prefix == "eyJ":
        return "." in rest
    return prefix[-1] != " " or not rest[1:].replace(".", "").isalpha() or not rest[1:].islower()


def without_pem(text):
    """Without private keys in PEM, which have many lines."""
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
            if CARD <= len(digits) <= 19 and text[end:end + 1] not in (".", "_") and _luhn(digits):
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
