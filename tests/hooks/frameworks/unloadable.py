# SPDX-License-Identifier: Apache-2.0
"""An application that fails while its server imports it."""

import shop

shop.checkout([1, 2, 3])
