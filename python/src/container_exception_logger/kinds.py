# SPDX-License-Identifier: Apache-2.0
"""How to show the instances of a class, and where their own attributes are: found once for each class of a
report, since a class may have hundreds of names."""

from container_exception_logger import containers, instances, scalars
from container_exception_logger.objects import (
    FUNCTIONS,
    GetSet,
    Member,
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

MOST = 50  # attributes of one object that are read
DERIVED = ((scalars.string, (unicode_type, bytes, bytearray)), (scalars.integer, integers),
           (scalars.number, (float,)))
CONTAINERS = (tuple, list, set, frozenset)
LEAVES = frozenset(  # the modules of the classes that `leaves` shows
    "builtins __builtin__ datetime decimal fractions ipaddress pathlib re _sre uuid".split())


class Kind(object):
    """A class that is not in `values.BUILT_IN`. `show`: the function that shows its instances; `compound`:
    whether that shows other values inside; `base`: the built-in type that they derive from; `leaf`: the
    function that returns one's parts for `instances.leaf`; `fields`: the names of a namedtuple's items."""

    def __init__(self, cls):
        self.cls, self.base, self.leaf, self.fields = cls, None, None, ()
        self.name = full_name(cls)
        self.dict, self.slots = None, None
        self.compound = False
        self.show = self._scalar(mro_of(cls))
        if self.show is None:
            self.compound = True
            self.show = self._compound(set(map(id, mro_of(cls))))

    def _scalar(self, mro):
        """Returns the function that shows instances that hold no other values; None for other classes."""
        cls, of = self.cls, set(map(id, mro))
        if True in [cls is each for each in FUNCTIONS]:
            return instances.function
        if cls is OldClass or id(type) in of:
            return instances.class_
        if id(Module) in of:
            return instances.module
        is_enum = _is_enum(mro)
        for show, bases in DERIVED:
            for base in bases:
                if id(base) in of:
                    self.base = base
                    return instances.enum if is_enum else show
        contains = True in [id(each) in of for each in (dict,) + CONTAINERS]
        return instances.enum if is_enum and not contains else None

    def _compound(self, of):
        cls = self.cls
        if cls is OldInstance:
            return instances.instance
        if id(dict) in of:
            return containers.mapping
        for base in CONTAINERS:
            if id(base) in of:
                self.base = base
                self.fields = _fields(cls) if base is tuple else ()
                return instances.record if self.fields else containers.sequence
        module = module_of(cls)
        if module is not None and module.partition(".")[0] in LEAVES:
            from container_exception_logger import leaves
            self.leaf = leaves.of(module, short_name(cls), built_in(cls))
        if self.leaf:
            return instances.leaf
        return instances.exception if id(BaseException) in of else instances.instance

    def attributes(self, value):
        """Returns the instance's own attributes as a dict: of its `__dict__` and its slots, no properties."""
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


def _is_enum(mro):
    for each in mro:
        if type(each) is OldClass or built_in(each):
            continue
        if short_name(each) == "Enum" and module_of(each) == "enum":
            return True
    return False


def _fields(cls):
    """Returns the names that a namedtuple's class has for its items; () for any other class."""
    for key, value in class_items(cls):
        if key == "_fields" and type(value) is tuple:
            return [plain(each) or "?" for each in value]
    return ()
