# SPDX-License-Identifier: Apache-2.0
from kit import formats


def register(commands):
    commands["table"] = formats.Table("|", width=80)
