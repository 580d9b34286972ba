# SPDX-License-Identifier: Apache-2.0
"""The attacks on the Python hook run it as its own tests do."""

from hooked import *  # noqa: F403
