# SPDX-License-Identifier: Apache-2.0
"""Secrets among the words of a command line: by the name of their option, and the short options of a few
well-known programs."""

from container_exception_logger.names import secret_name
from container_exception_logger.shapes import MASK

ROUND = "'\"[](){},;"  # around a word, where the line is a list that was printed
SHORT = {"-p": ("sshpass", "login"), "-a": ("redis-cli",), "-w": ("ldapsearch", "ldapmodify", "ldapadd")}
JOINED = ("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "sshpass")  # -pSECRET
USERS = ("-u", "-U", "--user", "--proxy-user")  # NAME:SECRET, NAME%SECRET


def masked(words, extra=()):
    """The words of a command line, those masked that are secrets."""
    found, programs, hide, quote = [], set(), "", None
    for number, word in enumerate(words):
        bare = _bare(word)
        if quote:
            found.append(MASK + quote + word.partition(quote)[2] if quote in word else "")
            quote = None if quote in word else quote
        elif hide == "all" and bare[:1] != "-":
            opening = word.lstrip("[({,b")[:1]
            quote = opening if opening in ("'", '"') and word.count(opening) == 1 else None
            found.append(word.partition(opening)[0] + opening if quote else word.replace(bare, MASK))
        elif hide == "password":
            found.append(_after_name(word))
        elif bare[:2] == "-p" and len(bare) > 2 and not programs.isdisjoint(JOINED):
            found.append(word.replace(bare, "-p" + MASK))
        else:
            found.append(word)
        programs.add(bare.rpartition("/")[2])
        hide = _hides_next(bare, [_bare(each) for each in words[max(0, number - 2):number]], programs, extra)
    return found


def _bare(word):
    """Without what is around it in a list that was printed, a b or u before the quote included."""
    bare = word.strip(ROUND)
    return bare[2:] if bare[:2] in ("b'", 'b"', "u'", 'u"') else bare


def _hides_next(bare, before, programs, extra):
    """Whether the next word is a secret: "all" of it, or what follows a name in it ("password"), or ""."""
    if bare in USERS:
        return "password"
    option = bare[:2] == "--" and "=" not in bare and secret_name(bare, extra)
    short = not programs.isdisjoint(SHORT.get(bare, ()))
    config = before[-1:] == ["set"] and "_" in bare and secret_name(bare, extra)
    netrc = before[:1] == ["login"] and bare == "password"
    return "all" if bare and (option or short or config or netrc) else ""


def _after_name(word):
    for sign in (":", "%"):
        name, found, rest = word.partition(sign)
        ending = rest[len(rest.rstrip(ROUND)):]
        secret = rest[:len(rest) - len(ending)]
        if found and secret and not secret.isdigit() and secret[:2] != "//":
            return name + sign + MASK + ending
    return word
