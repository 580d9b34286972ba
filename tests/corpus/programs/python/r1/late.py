# SPDX-License-Identifier: Apache-2.0
import sys

limits = {"small": 10}
size = "size%s" % sys.argv[1]
print(limits[size])
