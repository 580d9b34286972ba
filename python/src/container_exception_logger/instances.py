# SPDX-License-Identifier: Apache-2.0
"""Values that are not of a simple built-in type, as text: instances, functions, classes, modules.

Each function takes the report's `Values`, the value, the built-in type that it is derived from, and its
`Kind`; those for values that hold others also the depth to which these are shown."""

from container_exception_logger.containers import ITEMS
from container_exception_logger.objects import (
    FUNCTIONS,
    Builtin,
    Code,
    Method,
    full_name,
    lookup,
    module_names,
    one_of,
    plain,
    some,
)


def enum(values, value, base, kind):
    values.say("%s.%s" % (kind.name.rpartition(".")[2], plain(kind.attributes(value).get("_name_")) or "?"))


def module(values, value, base, kind):
    values.say("<module %s>" % plain(lookup(module_names(value), "__name__")))


def function(values, value, base, kind):
    if kind.cls is Method:
        value = value.__func__
    if not one_of(value, FUNCTIONS):
        values.say("<method>")
    elif type(value) is Builtin:  # its `__qualname__` would ask the class of the object it is bound to
        values.say("<function %s>" % value.__name__)
    elif type(value) is Code:
        values.say("<code %s>" % plain(value.co_name))
    else:
        values.say("<function %s>" % plain(getattr(value, "__qualname__", value.__name__)))


def class_(values, value, base, kind):
    values.say("<class %s>" % full_name(value))


def leaf(values, value, base, kind, depth):
    parts = kind.leaf(value, lambda each: values.kind_of(type(each)).attributes(each))
    if parts is None:
        instance(values, value, base, kind, depth)
        return
    for part in parts:
        if type(part) is tuple:
            values.add(part[0], depth)
        else:
            values.say(part)


def record(values, value, base, kind, depth):
    fields = zip(kind.fields[:ITEMS], some(tuple.__iter__(value), ITEMS))
    _fields(values, kind.name.rpartition(".")[2] + "(", fields, ")", depth)


def exception(values, value, base, kind, depth):
    values.say(kind.name)
    values.add(BaseException.__dict__["args"].__get__(value), depth)


def instance(values, value, base, kind, depth):
    found = kind.attributes(value)
    if found:
        own = [(key, found[key]) for key in list(found)[:ITEMS]]
        _fields(values, "<%s " % kind.name, own, " ...>" if len(found) > ITEMS else ">", depth)
    else:
        values.say("<%s>" % kind.name)


def _fields(values, opening, fields, closing, depth):
    values.say(opening)
    for number, (name, each) in enumerate(fields):
        values.say(", %s=" % name if number else name + "=")
        values.add(each, depth)
    values.out.append(closing)
