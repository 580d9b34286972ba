# SPDX-License-Identifier: Apache-2.0
"""Dies, or logs an error, with what zoo.py has: `scenes.py SCENE`."""

import functools
import logging
import sys
import threading

import traps
import zoo
from traps import Key, trapped


def call_with(values, last):
    """Calls `last` below frames that have the values as their local variables."""
    names = sorted(values)
    for at in range(0, len(names), 15):
        part = names[at:at + 15]
        space = {"last": last}
        exec("def hold(%s):\n    last()\n" % ", ".join(part), space)
        last = functools.partial(space["hold"], *[values[name] for name in part])
    last()


def fail():
    traps.set_all()
    raise ValueError("x")


def locals_():
    call_with(zoo.values(), fail)


IN_CLASS = """
def in_class(last):
    class A%s:
        a = 1
        def f(self): return __class__
        last()
""" % ("" if str is bytes else "(metaclass=Prepared)")
OUTERMOST = """
a = in_class, last
work((lambda a: lambda: a[0](a[1]))(a))
"""


def namespaces():
    """Frames of a module, a class and `exec` whose names are in mappings of the program's."""
    last = fail
    for mapping in (zoo.mapping_of({}), trapped(dict)()):
        space = zoo.globals_of("elsewhere")
        gone = {"__name__": "gone", "__loader__": trapped(object)(), "__builtins__": __builtins__}
        space["Prepared"] = prepared(mapping)
        exec(compile("def work(last): last()\n", "/nowhere/gone.py", "exec"), gone)
        exec(compile(IN_CLASS, "<hostile>", "exec"), space)
        outer = zoo.mapping_of({"work": gone["work"], "in_class": space["in_class"], "last": last})
        last = functools.partial(execute, outer)
    if not traps.HASHED:
        zoo.trap_surroundings()
    last()


def execute(mapping):
    exec(compile(OUTERMOST, "<hostile>", "exec"), {"__builtins__": __builtins__}, mapping)


def prepared(mapping):
    class Prepared(type):
        @classmethod
        def __prepare__(cls, *_):
            return mapping

    return Prepared


def exception(make):
    def scene():
        problem = make()
        traps.set_all()
        raise problem

    return scene


def chained():
    if str is bytes:
        return ValueError("x")
    problem, cause, context = ValueError("x"), trapped(TypeError)("y"), trapped(KeyError)("z")
    problem.__cause__, cause.__context__ = cause, context
    problem.__notes__ = [Key("note"), trapped(str)("n"), 7]
    problem.__dict__[Key("__notes__")] = problem.__dict__[Key("_exceptions")] = 1
    return problem


def odd_names():
    cls = type("Odd", (ValueError,), {})
    cls.__qualname__ = cls.__module__ = Key("odd")
    type.__dict__["__name__"].__set__(cls, Key("odd"))
    return cls("x")


def number():
    cls = trapped(int)
    return OSError(cls(5), "x")


def syntax():
    return SyntaxError("x", (trapped(str)("f.py"), trapped(int)(1), 1, Key("text")))


def thread():
    name = trapped(str)("name")

    class Named(threading.Thread):
        pass

    running = Named(target=fail)
    running._name = name
    Named.ident = property(traps.trap("Thread.ident"))
    running.__dict__[Key("_name")] = 1
    running.start()
    running.join()


def logged():
    """As all others together, in a program that goes on."""
    logging.getLogger().addHandler(logging.NullHandler())
    pypy = ("hostile", "oserror", "chained") if hasattr(sys, "pypy_version_info") else ()  # it asks itself
    problems = [make() for name, make in PROBLEMS.items() if name != "syntax" and name not in pypy]
    values = zoo.values()

    def scenes():
        yield locals_, ()
        yield namespaces, ()
        for problem in problems:
            yield call_with, (values, raising(problem))

    for scene, args in scenes():
        try:
            scene(*args)
        except BaseException:
            logging.getLogger().error("caught", exc_info=sys.exc_info())
    print("went on")


def raising(problem):
    def last():
        raise problem
    return last


PROBLEMS = {"hostile": lambda: trapped(ValueError)("x"), "chained": chained, "names": odd_names,
            "oserror": lambda: trapped(OSError)(2, "x"), "number": number, "syntax": syntax}
SCENES = {"locals": locals_, "namespaces": namespaces, "thread": thread, "logged": logged}
SCENES.update({name: exception(make) for name, make in PROBLEMS.items()})

SCENES[sys.argv[1]]()
