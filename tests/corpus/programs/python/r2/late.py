# SPDX-License-Identifier: Apache-2.0
import sys

"""Limits."""

limits = {"small": 10, "large": 100}
size = "size%s" % sys.argv[1]
print(limits[size])
