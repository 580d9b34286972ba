# SPDX-License-Identifier: Apache-2.0
"""What the instances of a class are to be shown as, and where their own attributes are: told once for each
class of a report, since a class may have hundreds of names."""

from container_exception_logger.objects import (
    Builtin,
    Code,
    Function,
    GetSet,
    Member,
    Method,
    Module,
    OldClass,
    OldInstance,
    built_in,
    class_items,
    full_name,
    items_of,
    module_of,
    mro_of,
    plain,
    short_name,
)
from container_exception_logger.text import integers, unicode_type

MOST = 50  # attributes of one object that are looked at
CONSTANTS = (bool, type(None), type(Ellipsis), type(NotImplemented), float, complex)
STRINGS = (unicode_type, bytes, bytearray)
CONTAINERS = (tuple, list, set, frozenset)
FUNCTIONS = (Function, Builtin, Method, Code)
LEAVES = frozenset(  # the modules of the classes that `leaves` knows
    "builtins __builtin__ datetime decimal fractions ipaddress pathlib re _sre uuid".split())
COMPOUND = ("leaf", "mapping", "record", "sequence", "exception", "object")


class Kind(object):
    """Of a class: `show`, the name of the method of Values for its instances; `base`, the built-in type that
    they are of; `leaf`, for "leaf" what tells the parts; `fields`, the names for "record"."""

    def __init__(self, cls):
        self.cls, self.base, self.leaf, self.fields = cls, None, None, ()
        self.name = full_name(cls)
        self.dict, self.slots = None, None
        self.show = self._show(mro_of(cls))
        self.compound = self.show in COMPOUND

    def _show(self, mro):
        cls, of = self.cls, set(map(id, mro))
        for each in CONSTANTS:
            if cls is each:
                return "constant"
        for each in FUNCTIONS:
            if cls is each:
                return "function"
        if cls is OldInstance:
            return "object"
        if cls is OldClass or id(type) in of:
            return "type_"
        if id(Module) in of:
            return "module"
        is_enum = _is_enum(mro)
        for kind, bases in (("string", STRINGS), ("integer", integers), ("number", (float,))):
            for base in bases:
                if id(base) in of:
                    self.base = base
                    return "enum" if is_enum else kind
        if id(dict) in of:
            return "mapping"
        for base in CONTAINERS:
            if id(base) in of:
                self.base = base
                self.fields = _fields(cls) if base is tuple else ()
                return "record" if self.fields else "sequence"
        if is_enum:
            return "enum"
        module = module_of(cls)
        if module is not None and module.partition(".")[0] in LEAVES:
            from container_exception_logger import leaves
            self.leaf = leaves.of(module, short_name(cls), built_in(cls))
        if self.leaf:
            return "leaf"
        return "exception" if id(BaseException) in of else "object"

    def attributes(self, value):
        """The instance's own attributes as a dict: those of its `__dict__` and its slots, no properties."""
        if self.cls is OldInstance:
            return dict(items_of(value.__dict__, MOST))
        if self.slots is None:
            self._look()
        found = {}
        if self.dict is not None:
            own = self.dict.__get__(value)
            if type(own) is dict:
                found.update(items_of(own, MOST))
        for name, slot in self.slots:
            try:
                found.setdefault(name, slot.__get__(value))
            except AttributeError:  # empty
                pass
        return found

    def _look(self):
        self.slots = []
        for cls in mro_of(self.cls):
            for name, attribute in class_items(cls):
                if type(attribute) is GetSet and name == "__dict__" == attribute.__name__ and not self.dict:
                    self.dict = attribute
                elif type(attribute) is Member and not name.startswith("__") and len(self.slots) < MOST:
                    self.slots.append((name, attribute))


def attributes(value):
    """As the method, for one value."""
    return Kind(type(value)).attributes(value)


def _is_enum(mro):
    for each in mro:
        if type(each) is OldClass or built_in(each):
            continue
        if short_name(each) == "Enum" and module_of(each) == "enum":
            return True
    return False


def _fields(cls):
    """The names that a namedtuple's class has for its items."""
    for key, value in class_items(cls):
        if key == "_fields" and type(value) is tuple:
            return [plain(each) or "?" for each in value]
    return ()
