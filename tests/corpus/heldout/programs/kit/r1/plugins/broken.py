# SPDX-License-Identifier: Apache-2.0

def register(commands)
    commands["broken"] = None
