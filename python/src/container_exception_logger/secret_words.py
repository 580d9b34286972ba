# SPDX-License-Identifier: Apache-2.0
"""The words of cel/redact/rules.inc, written by python/secret_words.py for `masking`."""

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
