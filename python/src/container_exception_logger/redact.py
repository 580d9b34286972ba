# SPDX-License-Identifier: Apache-2.0
"""Keeps secrets out of reports: by the names that they go by, and by their own shape.

Without `re`, whose import costs more than a whole report.
"""

MASK = "[redacted]"

# A name is split into words at case, digits and punctuation: `dbAuth_token2` is db, auth, token.
WORDS = frozenset("""pass passwd passwords secrets token tokens auth authorization authentication cookie
    cookies session sessions csrf xsrf dsn jwt otp totp hotp pin cvv cvc ssn pwd bearer sid credentials oauth
    passcode apikeys pincode sessionid phpsessid jsessionid""".split())
# Said without a separator these are no part of an innocent word ("tokenizer", "author", "passenger" are).
ANYWHERE = ("password", "passwd", "passphrase", "passcode", "credential", "apikey", "privatekey", "secretkey",
            "accesskey", "signingkey", "encryptionkey", "masterkey", "accountkey", "sharedkey", "sshkey",
            "connectionstring", "connstr", "creditcard", "cardnumber", "sessionid", "sessionkey", "csrf",
            "xsrf",
            "authkey", "licensekey", "clientsecret", "appsecret", "socialsecurity")
ENDS = ("secret", "secrets", "token", "tokens", "auth", "cookie", "cookies", "jwt", "pwd", "otp")
# Of these, numbers are secrets too; elsewhere (`max_tokens`, `session_count`) they are no more than numbers.
NUMBERS = ("password", "passwd", "passcode", "pin", "otp", "cvv", "cvc", "ssn", "card", "secret",
           "socialsecurity")

_known = {}


def secret_name(name, extra=()):
    """Whether what goes by this name (a variable, key, header, option, ...) is to be kept back."""
    key = (name, len(extra))
    if key not in _known:
        if len(_known) > 2000:
            _known.clear()
        _known[key] = _secret_name(name[:200], extra)
    return _known[key]


def secret_number(name):
    """Of a secret name: whether even a number under it is one."""
    joined = "".join(_words(name))
    return any(word in joined for word in NUMBERS)


def _secret_name(name, extra):
    words = _words(name)
    joined = "".join(words)
    if not WORDS.isdisjoint(words) or any(each in joined for each in ANYWHERE):
        return True
    if any(word.endswith(ENDS) or word == "secret" for word in words):
        return True
    return any(each and each in joined for each in extra)


def _words(name):
    words, word, before = [], "", ""
    for c in name:
        if not c.isalpha() or (c.isupper() and before.islower()):
            if word:
                words.append(word)
            word = ""
        if c.isalpha():
            word += c.lower()
        before = c
    return words + [word] if word else words


def scrub(text, extra=(), code=False):
    """The text without the secrets that can be told in it: passwords in URLs, `name=value` and `"name":
    "value"`, options of command lines, and what looks like a key. `code`: the text is program source, where
    only literals are values."""
    if "://" in text:
        text = _urls(text)
    if "=" in text or ":" in text or "--" in text:
        text = _pairs(text, extra, code)
    return _shapes(text)


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


# What keys look like: how they start, which characters follow, how many at least.
BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
PREFIXES = (
    ("AKIA", 16), ("ASIA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20),
    ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 10), ("xoxa-", 10), ("xoxp-", 10),
    ("xoxr-", 10), ("xoxs-", 10),
    ("xapp-", 10), ("sk_live_", 10), ("rk_live_", 10), ("sk_test_", 10), ("sk-", 20),
    ("AIza", 30), ("npm_", 30),
    ("pypi-", 30), ("SG.", 20), ("ya29.", 20), ("hvs.", 20), ("dop_v1_", 30), ("eyJ", 17))


def _shapes(text):
    if "-----BEGIN" in text:
        text = _pem(text)
    for prefix, least in PREFIXES:
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            while end < len(text) and (text[end] in BASE64 or text[end] == "."):
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
