# SPDX-License-Identifier: Apache-2.0
"""Containers of the built-in types, or of classes derived from these, as text."""

from container_exception_logger.objects import some

ITEMS = 10  # items that are shown of one


def sequence(values, value, base, kind, depth):
    opening, closing = {tuple: "()", list: "[]"}.get(base, "{}")
    values.say(kind.name + opening if kind else opening)
    for index, each in enumerate(_first(value, base)):
        if index:
            values.out.append(", ")
        values.add(each, depth)
    size = base.__len__(value)
    if size > ITEMS:
        values.out.append(", ... (%d)" % size)
    values.out.append("," + closing if base is tuple and size == 1 else closing)


def _first(value, base):
    """Returns the items to show, as a sequence."""
    if base is list or base is tuple:
        return base.__getitem__(value, slice(0, ITEMS))
    return some(base.__iter__(value), ITEMS)


def mapping(values, value, base, kind, depth):
    values.say(kind.name + "{" if kind else "{")
    items = dict.iteritems(value) if str is bytes else iter(dict.items(value))
    for index, (key, each) in enumerate(some(items, ITEMS)):
        if index:
            values.out.append(", ")
        values.add(key, depth)
        values.out.append(": ")
        values.add(each, depth)
    size = dict.__len__(value)
    values.out.append(", ... (%d)}" % size if size > ITEMS else "}")
