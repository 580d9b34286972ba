# SPDX-License-Identifier: Apache-2.0
import colourful_terminal


def register(commands):
    commands["paint"] = colourful_terminal.paint
