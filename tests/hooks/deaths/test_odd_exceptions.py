# SPDX-License-Identifier: Apache-2.0
"""Exceptions that are hard to describe: none keeps its report from going out."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("syntax error", "def f(:\n", fatal("SyntaxError: "))

CASES.add("syntax error in a module", "exec(compile('1 +', 'other.py', 'exec'))\n",
     fatal("program.py:1:<module>:SyntaxError: "))

CASES.add("recursion", """
def f(n):
    return f(n + 1)
f(0)
""", fatal("program.py:3:f:RecursionError: maximum recursion depth exceeded"), low=(3, 6))

CASES.add("recursion", """
def f(n):
    return f(n + 1)
f(0)
""", fatal("program.py:3:f:RuntimeError: maximum recursion depth exceeded"), high=(2, 7))

CASES.add("surrogates and NULs", """
raise ValueError(u"a\\x00b\\udc80c\\x1b[31m\\u2028")
""", fatal(u"program.py:2:<module>:ValueError: a\x00b\\udc80c\x1b[31m"), low=(3, 6))

CASES.add("broken str", """
class Broken(Exception):
    def __str__(self): raise TypeError("no")
    __repr__ = __str__
x = Broken()
raise x
""", fatal("program.py:6:<module>:Broken: <exception str() failed>"))

CASES.add("broken locals", """
class Broken(object):
    def __repr__(self): raise TypeError("no")
    def __getattribute__(self, name): raise TypeError("never")
def f():
    a, b = Broken(), [1]
    b.append(b)
    raise KeyError("x")
f()
""", fatal("program.py:8:f:KeyError: 'x'"))

CASES.add("broken traceback attribute", """
class Broken(Exception):
    @property
    def __traceback__(self): raise TypeError("no")
    @property
    def __cause__(self): raise TypeError("no")
    @property
    def __dict__(self): raise TypeError("no")
raise Broken("x")
""", fatal("program.py:9:<module>:Broken: x"), low=(3, 6), on=["CPython"])

CASES.add("no attribute can be read", """
class Broken(Exception):
    def __getattribute__(self, name): raise TypeError("no")
raise Broken("x")
""", fatal("program.py:4:<module>:Broken: x"), low=(3, 6), on=["CPython"])

CASES.add("to read an attribute exits", """
class Broken(Exception):
    def __getattribute__(self, name): raise SystemExit(7)
raise Broken("x")
""", fatal("program.py:4:<module>:Broken: x"), low=(3, 6), on=["CPython"])

CASES.add("attributes that exit", """
class Broken(Exception):
    def leave(self, *args): raise SystemExit(7)
    for name in ("__class__ __traceback__ __cause__ __context__ __suppress_context__ __notes__ __dict__ args "
                 "errno filename name obj").split():
        locals()[name] = property(leave)
raise Broken("x")
""", fatal("program.py:7:<module>:Broken: x"), low=(3, 6), on=["CPython"])

CASES.add("attributes that lie", """
class Lying(OSError):
    __class__ = property(lambda self: KeyboardInterrupt)
    __traceback__ = __notes__ = __suppress_context__ = property(lambda self: "none")
    __cause__ = __context__ = property(lambda self: self)
    errno = 32
raise Lying(5, "x")
""", fatal("program.py:7:<module>:Lying: [Errno 5] x"), low=(3, 6), on=["CPython"])

CASES.add("a metaclass that lies", """
class Meta(type):
    __name__ = __module__ = property(lambda cls: "SystemExit")
    __mro__ = __bases__ = property(lambda cls: (SystemExit,))
    def __instancecheck__(cls, each): return True
    __eq__ = __subclasscheck__ = __instancecheck__
    __hash__ = lambda cls: hash(SystemExit)
Lying = Meta("Lying", (ValueError,), {})
raise Lying("x")
""", fatal("program.py:9:<module>:Lying: x"), low=(3, 6), on=["CPython"])

CASES.add("chained", """
def f():
    try:
        {}["a"]
    except KeyError as problem:
        raise ValueError("b") from problem
try:
    f()
except ValueError:
    raise TypeError("c")
""", fatal("program.py:10:<module>:TypeError: c"), low=(3, 6))

CASES.add("cyclic causes", """
a, b = ValueError("a"), TypeError("b")
a.__cause__, b.__cause__ = b, a
a.__context__, b.__context__ = b, a
raise a
""", fatal("program.py:5:<module>:ValueError: a"), low=(3, 6))

CASES.add("group and notes", """
problem = ExceptionGroup("two", [ValueError(1), ExceptionGroup("more", [TypeError(2)])])
problem.add_note("mind the gap")
raise problem
""", fatal("program.py:4:<module>:ExceptionGroup: two (2 sub-exceptions)"), low=(3, 11))

CASES.add("broken repr, hash, eq and dir", """
class Broken(ValueError):
    def fail(self, *args): raise TypeError("no")
    __repr__ = __hash__ = __eq__ = __ne__ = __dir__ = __len__ = __bool__ = __reduce__ = fail
def f(a):
    b = {"key": a}
    raise a
f(Broken("x"))
""", fatal("program.py:7:f:Broken: x"))

CASES.add("broken metaclass and module name", """
class Meta(type):
    def __getattribute__(cls, name):
        if name == "__bases__": raise TypeError("no")
        return type.__getattribute__(cls, name)
Broken = Meta("Broken", (ValueError,), {"__module__": 7})
raise Broken("x")
""", fatal("program.py:7:<module>:Broken: x"), low=(3, 6))

CASES.add("notes that are none", """
class Odd(ValueError):
    __notes__ = 7
problem = Odd("x")
raise problem
""", fatal("program.py:5:<module>:Odd: x"), low=(3, 6))

CASES.add("notes of all kinds", """
problem = ValueError("x")
problem.__notes__ = ["one", 2, object, "\\udc80", "n" * 100000]
raise problem
""", fatal("program.py:4:<module>:ValueError: x"), low=(3, 11))

CASES.add("cyclic groups", """
a = ExceptionGroup("a", [ValueError("x")])
b = ExceptionGroup("b", [a, TypeError("y")])
a.__cause__ = b
raise b
""", fatal("program.py:5:<module>:ExceptionGroup: b (2 sub-exceptions)"), low=(3, 11))

CASES.add("deep groups", """
problem = ValueError("x")
for n in range(2000):
    problem = ExceptionGroup("g", [problem])
raise problem
""", fatal("program.py:5:<module>:ExceptionGroup: g (1 sub-exception)"), low=(3, 11), on=["CPython"])

CASES.add("long chain", """
def f(n):
    try:
        raise ValueError(n)
    finally:
        if n: f(n - 1)
f(200)
""", fatal(":f:ValueError: 0"))

CASES.add("a suppressed context", """
try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("x") from None
""", fatal("program.py:5:<module>:ValueError: x"), low=(3, 6))

CASES.add("an old-style class", """
class Old: pass
raise Old()
""", high=(2, 7))

CASES.add("an exit with a chain", """
import sys
try:
    1 / 0
except ZeroDivisionError:
    sys.exit("bye")
""")

CASES.add("a long message", """
raise ValueError("x" * 3000000)
""", fatal("program.py:2:<module>:ValueError: xxx"))

CASES.add("a source that is gone", """
import os, sys
path = sys.argv[0] + ".part"
with open(path, "w") as part: part.write("def f(): raise ValueError('x')")
code = compile(open(path).read(), path, "exec")
os.unlink(path)
exec(code)
f()
""", fatal("program.py.part:1:f:ValueError: x"))

CASES.add("source in another encoding", b"""# -*- coding: latin-1 -*-
name = u'\xe9'
raise ValueError('x')  # \xe9
""".decode("latin-1"), fatal("program.py:3:<module>:ValueError: x"))
