# SPDX-License-Identifier: Apache-2.0
"""The languages that there are hooks for, and how their programs find them: hooks/<language>/environment, in
the format of docs/languages.md."""

import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOOKS = os.path.join(ROOT, "hooks")
ALL = sorted(os.listdir(HOOKS))
SEPARATORS = {"colon": ":", "space": " ", "nothing": ""}


class Hook(object):
    """The variable of a language, its value, and how that joins what a container has there."""

    def __init__(self, lines):
        self.variable, self.value, self.join = (lines[key] for key in ("variable", "value", "join"))

    def joined(self, held):
        """`self.value` joined to what the variable holds."""
        if not held:
            return self.value
        side, _, separator = self.join.split()
        return SEPARATORS[separator].join([self.value, held] if side == "before" else [held, self.value])


def environment(language, volume="/cel"):
    """The Hook of a language, in a volume that programs see at `volume`."""
    with open(os.path.join(HOOKS, language, "environment")) as file:
        lines = [line.strip().partition(" ") for line in file if line.strip() and line[0] != "#"]
    return Hook({key: value.replace("{volume}", str(volume)) for key, _, value in lines})


def variables(volume, *names):
    """What the environment of a program has to have for the hooks of these languages, or of all."""
    hooks = [environment(each, volume) for each in names or ALL]
    return {hook.variable: hook.value for hook in hooks}
