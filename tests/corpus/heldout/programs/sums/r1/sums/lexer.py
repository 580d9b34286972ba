# SPDX-License-Identifier: Apache-2.0
"""Words out of text."""

import re

TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(.))")


class SumsError(Exception):
    pass


def tokens(text):
    found = []
    for number, name, other in TOKEN.findall(text):
        if number:
            found.append(("number", int(number)))
        elif name:
            found.append(("name", name))
        elif other in "+-*/()=,;":
            found.append((other, other))
        else:
            raise SumsError("unexpected %r at %d" % (other, text.index(other)))
    return found
