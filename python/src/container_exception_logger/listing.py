# SPDX-License-Identifier: Apache-2.0
"""Lists the attributes of an object without running code of the program."""

from container_exception_logger.objects import (
    Module,
    class_attribute,
    class_items,
    derives,
    inherited,
    instance_dict,
    is_a,
    items_of,
    lookup,
    module_names,
    mro_of,
)

NAMES = 10000  # of one namespace


def names_of(namespace):
    """Returns the names in a dict, as a list."""
    return [name for name, _ in items_of(namespace, NAMES)] if type(namespace) is dict else []


def listed(thing):
    """Returns what `dir()` lists, sorted; None if that would run code of the program."""
    cls = type(thing)
    if cls is Module:
        names = module_names(thing)
        return None if lookup(names, "__dir__") is not None else _sorted(names_of(names))
    kind = type if derives(cls, type) else object
    if inherited(cls, "__dir__") is not class_attribute(kind, "__dir__"):
        return None
    own = {} if kind is type else instance_dict(thing)
    if own is None:
        return None
    found = set(names_of(own))
    for each in mro_of(thing if kind is type else cls):
        found.update(name for name, _ in class_items(each)[:NAMES])
    return _sorted(found)


def _sorted(names):
    names = list(names)
    names.sort()
    return names


def has(thing, name):
    """Returns whether it has the attribute; None if asking for it would run code of the program."""
    cls = type(thing)
    if derives(cls, type) or cls is Module:
        return name in (listed(thing) or ())
    if inherited(cls, "__getattribute__") is not class_attribute(object, "__getattribute__"):
        return None
    own = instance_dict(thing)
    if own is None:
        return None
    if name in names_of(own):
        return True
    found = inherited(cls, name)
    if found is None:
        return None if inherited(cls, "__getattr__") is not None else False
    return None if is_a(found, property) else True
