# SPDX-License-Identifier: Apache-2.0
"""How many secrets of the corpus the logger masks, and how many of what it masks are secrets."""

import redaction
from measure import table


def bench():
    secrets, count = redaction.mistakes("secrets.txt")
    masked, innocents = redaction.mistakes("innocents.txt")
    found = count - len(secrets)
    table("Redaction: records of the corpus through the logger", ["secret", "masked", "innocent", "masked",
                                                                  "precision", "recall"],
          [[str(count), str(found), str(innocents), str(len(masked)),
            "%.4f" % (found / max(1, found + len(masked))), "%.4f" % (found / count)]])
