# SPDX-License-Identifier: Apache-2.0
#
# Prints the version and dies: container-exception-logger --doctor looks whether that is reported.
import sys

sys.stdout.write("%d.%d.%d\n" % sys.version_info[:3])
raise RuntimeError("a check of the hook: nothing is wrong")
