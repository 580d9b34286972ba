# SPDX-License-Identifier: Apache-2.0
"""Values that hold no others, as text: numbers, strings, functions, classes, modules."""

from container_exception_logger.kinds import FUNCTIONS
from container_exception_logger.objects import (
    Builtin,
    Code,
    Method,
    Module,
    derives,
    full_name,
    is_class,
    lookup,
    module_names,
    plain,
)
from container_exception_logger.strings import text_of

LENGTH = 1024  # characters of a value
SHORT = 200  # characters of a string that is remembered
BITS = 2048  # of the largest integer that is shown: fewer digits than any limit that can be set for them


def is_data(value):
    """Whether it is neither code nor a module or class."""
    return True not in [type(value) is each for each in FUNCTIONS] and not (
        is_class(value) or derives(type(value), Module))


def constant(values, value, kind):
    values.say(repr(value))


def number(values, value, kind):
    values.say(float.__repr__(value))


def string(values, value, kind):
    shown = text_of(value, kind.base, LENGTH)
    if kind.cls is str and len(value) <= SHORT:
        values.strings[value] = shown
    values.say(shown)


def integer(values, value, kind):
    bits = kind.base.bit_length(value)
    if bits > BITS:
        values.say("<int of %d bits>" % bits)
    else:
        values.say("%d" % kind.base.__add__(value, 0))


def enum(values, value, kind):
    values.say("%s.%s" % (kind.name.rpartition(".")[2], plain(kind.attributes(value).get("_name_")) or "?"))


def module(values, value, kind):
    values.say("<module %s>" % plain(lookup(module_names(value), "__name__")))


def function(values, value, kind):
    if kind.cls is Method:
        value = value.__func__
    if True not in [type(value) is each for each in FUNCTIONS]:
        values.say("<method>")
    elif type(value) is Builtin:  # whose `__qualname__` asks the class of what it is bound to
        values.say("<function %s>" % value.__name__)
    elif type(value) is Code:
        values.say("<code %s>" % plain(value.co_name))
    else:
        values.say("<function %s>" % plain(getattr(value, "__qualname__", value.__name__)))


def type_(values, value, kind):
    values.say("<class %s>" % full_name(value))


# For Values, by what a Kind calls them.
SCALARS = {"constant": constant, "number": number, "string": string, "integer": integer, "enum": enum,
           "module": module, "function": function, "type_": type_}
