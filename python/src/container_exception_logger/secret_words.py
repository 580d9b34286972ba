# SPDX-License-Identifier: Apache-2.0
"""Tells texts that may hold a secret; python/secret_words.py makes this of cel/redact/rules.inc.

For the hook's own line, when there is no logger to redact it: whole lines are masked where one is in doubt.
"""

WORDS = frozenset("""
    pass passwd passwords pword pword psw pswd pw pwd bindpw rootpw keypass storepass pgpass htpasswd
    secret secrets token tokens auth authorization authentication oauth bearer credentials creds cookie
    cookies session sessions sid sessionid phpsessid jsessionid csrf xsrf dsn jwt otp totp hotp pin
    pincode passcode cvv cvc ssn apikeys pkey private psk salt refresh sig mnemonic""".split())
PARTS = tuple("""
    password passwd passphrase passcode credential apikey privatekey secretkey accesskey signingkey
    encryptionkey decryptionkey masterkey accountkey storagekey sharedkey sshkey hmackey aeskey
    fernetkey cipherkey authkey licensekey sessionkey enckey clientkey cryptkey subscriptionkey
    connectionstring connstr creditcard cardnumber sessionid csrf xsrf clientsecret appsecret
    socialsecurity securityanswer recoverycode mfacode amzsignature sharedaccesssignature seedphrase""".split())
ENDS = tuple("""
    secret secrets token tokens auth cookie cookies jwt pwd otp""".split())
STARTS = tuple("""
    AKIA ASIA ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glrt- gldt- xoxb- xoxa- xoxp- xoxr- xoxs-
    xoxe- xapp- sk_live_ rk_live_ sk_test_ rk_test_ whsec_ sk- AIza ya29. GOCSPX- npm_ pypi- SG. hvs.
    hvb. dop_v1_ doo_v1_ hf_ shpat_ shpss_ shpca_ dapi sq0csp- sq0atp- dckr_pat_ lin_api_ glsa_
    AGE-SECRET-KEY-1 eyJ -----BEGIN -----END""".split())

MASK = "[redacted]"
ARMOUR = 60  # characters of a word that a key in PEM may be made of


def masked(text, own=()):
    """The text with each line masked that may hold a secret. `own`: further parts of names."""
    return "\n".join([MASK if tells(line, own) else line for line in text.split("\n")])


def tells(line, own=()):
    """Whether a secret may be in this line."""
    low = "".join([c for c in line.lower() if c.isalnum()])
    if "://" in line and "@" in line or True in [each in low for each in PARTS] + [each in low for each in own]:
        return True
    words, word, before = [], "", ""
    for c in line + " ":
        if not c.isalpha() or c.isupper() and before.islower():
            words.append(word.lower())
            word = ""
        if c.isalpha():
            word += c
        before = c
    if not WORDS.isdisjoint(words) or True in [word.endswith(ENDS) for word in words]:
        return True
    return True in [
        each.startswith(STARTS) or len(each) >= ARMOUR and "/" not in each[:1]
        for each in "".join([c if c.isalnum() or c in "+/=-_." else " " for c in line]).split()]
