# SPDX-License-Identifier: Apache-2.0
"""Objects of all kinds that trap whoever looks at them, for the local variables of frames."""

import collections
import datetime
import decimal
import fractions
import functools
import linecache
import os
import re
import sys
import threading
import types
import uuid
import weakref

import traps
from traps import Key, trapped

try:
    import enum
    import ipaddress
    import pathlib
    from unittest import mock
except ImportError:  # Python 2
    enum = None


def values():
    """By name."""
    found = {}
    for base in (object, dict, list, tuple, set, frozenset, str, bytes, bytearray, type(u""), int, float,
                 complex, ValueError, OSError, SyntaxError, datetime.tzinfo, datetime.datetime,
                 datetime.timedelta, decimal.Decimal, fractions.Fraction, collections.OrderedDict,
                 collections.defaultdict, collections.deque, threading.Thread, types.ModuleType):
        if base is threading.Thread and not hasattr(os, "posix_spawn"):
            continue  # Python itself asks each in a forked child
        cls = trapped(base)
        arguments = {fractions.Fraction: (1, 2), datetime.datetime: (2026, 1, 2), types.ModuleType: ("m",)}
        found["a_" + base.__name__] = cls(*arguments.get(base, ()))
        found["the_" + base.__name__] = cls
    plain, text = found["a_object"], trapped(str)("text")
    zone, delta = found["a_tzinfo"], trapped(datetime.timedelta)(0, 3600)
    Pair = collections.namedtuple("Pair", "left right")
    Pair.__repr__ = traps.trap("Pair.__repr__")
    local = type("Local", (threading.local,), {"__init__": traps.trap("Local.__init__")})

    class Slots(object):
        __slots__ = ("full", "empty", "__dict__")

    slots = Slots()
    slots.full, slots.other = plain, [plain]
    slots.__dict__[Key("other")] = slots.__dict__[Key("_name")] = 1

    def named():
        pass

    found.update(
        text=text, pair=Pair(plain, text), slots=slots, slice=slice(plain, found["a_int"], text),
        pattern=re.compile(text), zoned=datetime.datetime(2026, 1, 2, tzinfo=zone),
        timed=datetime.time(1, tzinfo=zone), proxy=weakref.proxy(plain), named=named, local_type=local,
        method=types.MethodType(named, plain), odd_method=functools.partial(len, plain),
        builtin=found["a_list"].append, generator=(each for each in [plain]), view=memoryview(b"x"),
        property_=property(plain), counter=collections.Counter([1]), cell=named.__code__,
        keys={Key("one"): 1, "two": {Key("__name__"): plain}}, nested=[{"deep": (plain, [zone])}],
        lengths=[plain] * 100000, cycle=[])
    found["cycle"].append(found["cycle"])
    for name, module in (("function", "builtins"), ("module", "builtins"), ("type", "builtins"),
                         ("datetime", "datetime"), ("Decimal", "decimal"), ("UUID", "uuid"), ("Enum", "enum"),
                         ("PosixPath", "pathlib"), ("IPv4Address", "ipaddress"), ("Pattern", "re"),
                         ("IPv6Network", "ipaddress"), ("slice", "builtins"), ("range", "builtins"),
                         ("timezone", "datetime"), ("classobj", "__builtin__"), ("Fraction", "fractions")):
        cls = trapped(object, title=name, keep=("__module__", "__name__"))
        cls.__module__ = module
        found["called_%s_%s" % (module, name)] = cls()
        found["called_%s_%s" % (module, name)].__dict__.update(
            _ip=text, int=found["a_int"], _raw_paths=[text, text], _numerator=plain, _denominator=plain,
            network_address=plain, _prefixlen=plain, _name_=text)
    odd = type("Odd", (object,), {})
    if enum:
        odd.__qualname__ = odd.__module__ = named.__qualname__ = Key("name")
        name_of_class = type.__dict__["__name__"]
        name_of_class.__set__(odd, Key("name"))
        type("Keys", (object,), {"keys": 1, Key("__module__"): 2, Key("_fields"): 3})
        found.update(
            span=range(1, 3), namespace=types.SimpleNamespace(a=plain), zone=datetime.timezone(delta, text),
            zoned_in=datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone(delta, text)),
            mapping=types.MappingProxyType(found["a_dict"]), mock=mock.MagicMock(), path=pathlib.Path(text),
            address=ipaddress.ip_address(1), network=ipaddress.ip_network("10.0.0.0/8"),
            member=enum.Enum("Colour", "RED").RED, uuid=uuid.UUID(int=1))
    found["odd"] = odd()
    return found


def globals_of(name):
    """A namespace for `exec`, with keys that are asked by whoever looks something up."""
    return {"__builtins__": __builtins__, Key("__name__"): 1, "__name__": name, Key("__file__"): 2,
            Key("__loader__"): 3}


def mapping_of(names):
    """A namespace that is no dict, armed but for what it takes to run in it."""
    get, put = names.__getitem__, names.__setitem__
    cls = trapped(object, title="Mapping", keep=("__getitem__", "__setitem__", "__getattribute__"))
    cls.__getitem__, cls.__setitem__ = (lambda self, name: get(name)), (lambda self, *pair: put(*pair))
    return cls()


def trap_surroundings():
    """What is looked at beside values: source texts, modules."""
    linecache.cache.clear()
    linecache.cache[Key("<hostile>")] = (1, None, [Key("x")], "<hostile>")
    linecache.cache["<hostile>"] = (1, None, [Key("x")], "<hostile>")
    for name in ("zipimport", "enum", "pathlib"):
        module = sys.modules.pop(name, None)
        sys.modules[Key(name)] = sys.modules[name] = module
