# SPDX-License-Identifier: Apache-2.0
"""Which names secrets go by: of variables, dict keys, attributes, headers, options.

A name is split into words at case, digits and punctuation: `dbAuth_token2` is db, auth, token.
"""

WORDS = frozenset("""pass passwd passwords secrets token tokens auth authorization authentication cookie
    cookies session sessions csrf xsrf dsn jwt otp totp hotp pin cvv cvc ssn pwd bearer sid credentials creds
    oauth passcode apikeys pincode sessionid phpsessid jsessionid pgpass sig""".split())
# Said without a separator these are no part of an innocent word ("tokenizer", "author", "passenger" are).
ANYWHERE = ("password", "passwd", "passphrase", "passcode", "credential", "apikey", "privatekey", "secretkey",
            "accesskey", "signingkey", "encryptionkey", "masterkey", "accountkey", "storagekey", "sharedkey",
            "sshkey", "hmackey", "aeskey", "fernetkey", "cipherkey", "authkey", "licensekey", "sessionkey",
            "connectionstring", "connstr", "creditcard", "cardnumber", "sessionid", "csrf", "xsrf",
            "clientsecret", "appsecret", "socialsecurity", "securityanswer", "recoverycode", "mfacode",
            "amzsignature")
ENDS = ("secret", "secrets", "token", "tokens", "auth", "cookie", "cookies", "jwt", "pwd", "otp")
# Of these, numbers are secrets too; elsewhere (`max_tokens`, `session_count`) they are no more than numbers.
NUMBERS = ("password", "passwd", "passcode", "pin", "otp", "cvv", "cvc", "ssn", "card", "secret",
           "socialsecurity")
# One of these is in each of all the above: most names, and most texts, are told to be innocent by them alone.
STEMS = ("pass", "secret", "token", "auth", "cookie", "session", "csrf", "xsrf", "dsn", "jwt", "otp", "pin",
         "cvv", "cvc", "ssn", "pwd", "bearer", "sid", "cred", "key", "conn", "card", "social", "answer",
         "recovery", "mfa", "sig", "identified")

_known = {}


def secret_name(name, extra=()):
    """Whether what goes by this name is to be kept back. `extra`: parts of further such names, normalised to
    lower-case letters and digits."""
    key = (name, len(extra))
    if key not in _known:
        if len(_known) > 2000:
            _known.clear()
        _known[key] = _secret_name(name[:200], extra)
    return _known[key]


def names_one(text, extra=()):
    """Whether such a name can be in the text at all, or words that stand for one."""
    lower = text.lower()
    return bool(extra) or True in [stem in lower for stem in STEMS]


def secret_number(name):
    """Of a secret name: whether even a number under it is one."""
    letters = _letters(name)
    return any(word in letters for word in NUMBERS)


def _secret_name(name, extra):
    letters = _letters(name)
    for stem in STEMS:
        if stem in letters:
            words = _words(name)
            if not WORDS.isdisjoint(words) or any(each in letters for each in ANYWHERE):
                return True
            if any(word.endswith(ENDS) for word in words):
                return True
            break
    return bool(extra) and any(each in _normalised(name) for each in extra if each)


def _normalised(name):
    return "".join([c for c in name.lower() if c.isalnum()])


def _letters(name):
    return "".join([c for c in name.lower() if c.isalpha()])


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
