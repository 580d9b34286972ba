# SPDX-License-Identifier: Apache-2.0
def parse(text):
    units, _, cents = text.partition(".")
    return int(units) * 100 + int(cents or 0)
