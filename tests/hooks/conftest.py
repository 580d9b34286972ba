# SPDX-License-Identifier: Apache-2.0
"""What the hook tests share."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
