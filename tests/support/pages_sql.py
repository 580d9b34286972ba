# SPDX-License-Identifier: Apache-2.0
"""The SQL of the documentation."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def statements(page):
    """The statements of a page's blocks of SQL. Instead of Kafka's, there is a table that takes rows."""
    with open(os.path.join(ROOT, "docs", page), encoding="utf-8") as file:
        blocks = re.findall(r"```sql\n(.*?)```", file.read(), re.DOTALL)
    text = re.sub(r"ENGINE = Kafka.*?;", "ENGINE = Null;", "".join(blocks), flags=re.DOTALL)
    return [each.strip() for each in text.split(";") if each.strip()]
