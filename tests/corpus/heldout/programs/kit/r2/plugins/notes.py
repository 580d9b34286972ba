# SPDX-License-Identifier: Apache-2.0
"""Not a plugin."""
