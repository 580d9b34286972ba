# SPDX-License-Identifier: Apache-2.0
import sys

seed = int(sys.argv[1])
text = "x" * seed
print(text)
number = int(text)
