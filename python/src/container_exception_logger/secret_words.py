# SPDX-License-Identifier: Apache-2.0
"""Tells texts that may hold a secret; python/secret_words.py makes this of cel/redact/rules.inc.

For the hook's own line, when there is no logger to redact it: whole lines are masked, rather one too many.
"""

WORDS = frozenset("""
    pass passwd passwords pword pword psw pswd pw pwd bindpw rootpw keypass storepass pgpass
    htpasswd secret secrets token tokens auth authorization authentication oauth bearer
    credentials creds cookie cookies session sessions sid sessionid phpsessid jsessionid csrf
    xsrf dsn jwt otp totp hotp pin pincode passcode cvv cvc ssn apikeys pkey private psk salt
    refresh sig mnemonic identified""".split())
PARTS = tuple("""
    password passwd passphrase passcode credential apikey privatekey secretkey accesskey
    signingkey encryptionkey decryptionkey masterkey accountkey storagekey sharedkey sshkey
    hmackey aeskey fernetkey cipherkey authkey licensekey sessionkey enckey clientkey cryptkey
    subscriptionkey connectionstring connstr creditcard cardnumber sessionid csrf xsrf
    clientsecret appsecret socialsecurity securityanswer recoverycode mfacode amzsignature
    sharedaccesssignature seedphrase""".split())
ENDS = tuple("""
    secret secrets token tokens auth cookie cookies jwt pwd otp""".split())
PROGRAMS = frozenset("""
    7z 7za 7zr 7zz bcp cqlsh ipmitool isql ldapadd ldapdelete ldapmodify ldappasswd ldapsearch
    ldapwhoami login mariadb mariadb-admin mariadb-dump mongo mongodump mongoexport mongoimport
    mongorestore mongosh mosquitto_pub mosquitto_sub mysql mysqladmin mysqldump mysqlimport
    openssl osql plink pscp psftp putty rabbitmqadmin rar redis-cli redis-commander snmpget
    snmpset snmpwalk sqlcmd ssh-keygen sshpass tsql unrar unzip zip""".split())
STARTS = tuple("""
    AKIA ASIA ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glrt- gldt- xoxb- xoxa- xoxp- xoxr-
    xoxs- xoxe- xapp- sk_live_ rk_live_ sk_test_ rk_test_ whsec_ sk- AIza ya29. GOCSPX- npm_
    pypi- SG. hvs. hvb. dop_v1_ doo_v1_ hf_ shpat_ shpss_ shpca_ dapi sq0csp- sq0atp- dckr_pat_
    lin_api_ glsa_ AGE-SECRET-KEY-1 eyJ -----BEGIN -----END""".split())

MASK = "[redacted]"
ARMOUR = 60  # characters of a word that a key in PEM may be made of


def masked(text, own=()):
    """The text without what may be a secret: from a line that may hold one on, until a traceback names the
    next place. `own`: further parts of names."""
    lines, hiding = [], False
    for line in text.split("\n"):
        if line.lstrip(" |+-").startswith(('File "', "Traceback ")):
            hiding = False
        else:
            hiding = hiding or tells(line, own)
        lines.append(MASK if hiding else line)
    return "\n".join(lines)


def tells(line, own=()):
    """Whether a secret may be in this line."""
    if "://" in line and "@" in line or " -u " in line or "--user" in line:
        return True
    letters = "".join([c for c in line.lower() if c.isalnum()])
    words = _words(line)
    if True in [part in letters for part in PARTS + tuple(own)] or not WORDS.isdisjoint(words):
        return True
    if True in [word.endswith(ENDS) for word in words]:
        return True
    tokens = "".join([c if c.isalnum() or c in "+=-_." else " " for c in line]).split()
    if "-" in line and not PROGRAMS.isdisjoint(tokens):  # a command line
        return True
    return True in [token.startswith(STARTS) or len(token) >= ARMOUR for token in tokens]


def _words(line):
    """The words that names are made of, in lower case."""
    words, word, before = [], "", ""
    for c in line + " ":
        if not c.isalpha() or c.isupper() and before.islower():
            words.append(word.lower())
            word = ""
        if c.isalpha():
            word += c
        before = c
    return words
