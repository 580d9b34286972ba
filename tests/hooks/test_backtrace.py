# SPDX-License-Identifier: Apache-2.0
"""A report's `backtrace` holds the traceback byte for byte as the interpreter itself prints it.

Each case is a program that dies, and whose stderr is the traceback alone. """

import json
import re

import pytest
from deaths import Cases

CASES = Cases()
CPYTHON = ["CPython"]
NEW = {"low": (3, 6)}

# Runs each program in a forked child, with a stderr of its own: an interpreter for each would take minutes.
ALL = """
import io, json, os, sys
folder = sys.argv[1]
for number, source in json.load(open(os.path.join(folder, "programs"))):
    path = os.path.join(folder, "program%d.py" % number)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        continue
    printed = os.open(os.path.join(folder, "printed%d" % number), os.O_WRONLY | os.O_CREAT)
    os.dup2(printed, 2)
    os.chdir(folder)
    sys.argv = [path]
    names = {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__}
    exec(compile(open(path, "rb").read(), path, "exec"), names)
    sys.stderr.flush()
    os._exit(0)
"""


def traceback_of(report):
    """The traceback in a report's backtrace: after the reason and an empty line, before the variables."""
    text = report["backtrace"][len(report["reason"]) + 2:]
    return text.rpartition("\nLocal variables in innermost frame:\n")[0] or text


def alike(text):
    """Addresses are each process's own: they are compared as such."""
    return re.sub("0x[0-9a-f]+", "0x", text)


def same(ended):
    printed = ended.stderr.decode("utf-8", "replace")
    if printed.startswith(("Exception in thread ", "Exception ignored in", "Exception ignored while",
                           "Unhandled exception in thread")):
        printed = printed.partition("\n")[2]
    return alike(traceback_of(ended.reports[-1])), alike(printed)


def test_the_backtrace_is_what_python_prints(python, run, script, tmp_path):
    cases = [each for each in CASES if each.low <= python.version[:2] <= each.high
             and python.implementation in each.on and not each.options]
    programs = []
    for number, case in enumerate(cases):
        encoding = "latin-1" if "coding: latin-1" in case.source else "utf-8"
        (tmp_path / ("program%d.py" % number)).write_bytes(case.source.encode(encoding))
        programs.append((number, case.source if encoding == "utf-8" else ""))
    (tmp_path / "programs").write_text(json.dumps(programs))
    ended = run([python.path, "-W", "ignore", script(ALL, "all.py"), str(tmp_path)])
    assert len(ended.reports) == len(cases)
    different = []
    for number, case in enumerate(cases):
        printed = (tmp_path / ("printed%d" % number)).read_bytes().decode("utf-8", "replace")
        reported = traceback_of(ended.reports[number])
        if alike(reported) != alike(printed):
            different.append("%s\n%s\n--- reported:\n%s" % (case.name, printed, reported))
    assert not different, "%d of %d:\n%s" % (len(different), len(cases), "\n".join(different[:3]))


@pytest.mark.since((3, 11))
def test_without_positions(python, compare, script):
    reported, printed = same(compare([python.path, "-X", "no_debug_ranges", script(
        "def f(a): return a + 1 / 0\nf(1)\n")]))
    assert reported == printed


def test_a_syntax_error_of_the_program_itself(python, compare, script):
    reported, printed = same(compare([python.path, script("x = 1\nif x\n    pass\n")]))
    assert reported == printed


@pytest.mark.since((3, 6))
def test_an_escape_in_a_source_line_warns_nobody(python, compare, script):
    """Python warned of it when it compiled the program; to parse the line once more must not. (3.13's own
    traceback does.)"""
    ended = compare([python.path, "-W", "ignore", script("def f(a):\n    return '\\d\\'\\\\' + a\nf(1)\n")])
    reported, printed = same(ended)
    assert reported == printed


def test_what_is_given_by_c(python, compare):
    ended = compare([python.path, "-c", "def f(a):\n    return [\n        a / 0,\n    ]\nf(1)"])
    reported, printed = same(ended)
    assert reported == printed


def test_what_is_given_on_standard_input(python, compare, script):
    with open(script("def f(a):\n    return a / 0\nf(1)\n")) as source:
        ended = compare([python.path], stdin=source)
    reported, printed = same(ended)
    assert reported == printed


def test_an_archive(python, compare, tmp_path):
    import zipfile
    path = str(tmp_path / "shop.pyz")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", "import parts\nparts.price(0)\n")
        archive.writestr("parts.py", "def price(cart):\n    return 1 / cart\n")
    reported, printed = same(compare([python.path, path]))
    assert reported == printed


def test_a_relative_name_that_is_found_along_the_path(python, compare, tmp_path, script):
    """As Cython names its sources: by a path that is none from the working directory."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "fast.pyx").write_text(u"cdef one\ndef price(cart):\n    return 1 / cart\n")
    (tmp_path / "fast.pyx").write_text(u"cdef two\ndef price(cart):\n    return 2 / cart\n")
    source = script("exec(compile('\\n\\ndef price(cart): return 1 / cart', 'shop/fast.pyx', 'exec'))\n"
                    "price(0)\n")
    (tmp_path / "elsewhere").mkdir()
    reported, printed = same(compare([python.path, source], cwd=str(tmp_path / "elsewhere")))
    assert reported == printed


@pytest.mark.since((3, 8))
def test_the_text_of_a_thread(python, compare, script):
    reported, printed = same(compare([python.path, script("""
import threading
def work(cart):
    try:
        return 1 / cart
    except ZeroDivisionError as problem:
        raise KeyError("price") from problem
t = threading.Thread(target=work, args=(0,))
t.start(); t.join()
""")]))
    assert reported == printed


@pytest.mark.since((3, 8))
def test_the_text_of_what_cannot_be_raised(python, compare, script):
    reported, printed = same(compare([python.path, script("""
import gc
class A(object):
    def __del__(self): raise ValueError("x")
A(); gc.collect()
""")]))
    if python.version[:2] in ((3, 13), (3, 14)):  # print no carets there
        reported = re.sub(r"\n +\^+(?=\n)", "", reported)
    assert reported == printed


CASES.add("one frame", "raise ValueError('x')\n")
CASES.add("no message", "raise ValueError\n")
CASES.add("an empty message", "raise ValueError('')\n")
CASES.add("many lines", "raise ValueError('one\\ntwo\\n\\nthree\\n')\n")
CASES.add("a message that begins with a line's end", "raise ValueError('\\none')\n")
CASES.add("a message of other line ends", "raise ValueError('a\\x0bb\\x0cc\\x1cd\\x85e\\u2028f')\n", **NEW)
CASES.add("frames", """
def f(a):
    return g(a) + 1
def g(a):
    return   a   /   0
f(1)
""")
CASES.add("a class of the program", "class Shop(Exception): pass\nraise Shop('x', 1)\n")
CASES.add("a class within a class", """
class Shop(object):
    class Closed(Exception): pass
raise Shop.Closed('x')
""")
CASES.add("a class of a module", "import decimal\nraise decimal.InvalidOperation('x')\n")
CASES.add("a class without a module", """
class Odd(Exception): pass
Odd.__module__ = 7
raise Odd('x')
""", **NEW)
CASES.add("a class with an odd module", """
class Odd(Exception): pass
Odd.__module__ = 'a.b'
raise Odd('x')
""")
CASES.add("__str__ that fails", """
class Odd(Exception):
    def __str__(self): raise TypeError('no')
raise Odd('x')
""")
CASES.add("__str__ that exits", """
class Odd(Exception):
    def __str__(self): raise SystemExit(3)
raise Odd('x')
""", low=(3, 13))
CASES.add("__str__ that returns no string", """
class Odd(Exception):
    def __str__(self): return 7
raise Odd('x')
""")
CASES.add("a str of a class of its own", """
class Text(str):
    def __len__(self): return 1
    def __getitem__(self, at): return 'never'
    def __str__(self): return self
class Odd(Exception):
    def __str__(self): return Text('text')
raise Odd('x')
""", **NEW)
CASES.add("KeyError", "{}['a\\nb']\n")
CASES.add("OSError", "open('/nowhere/to/be/found')\n")
CASES.add("a long message", "raise ValueError('x' * 30000)\n")

CASES.add("text in other letters", u"""# -*- coding: utf-8 -*-
def f(größe, 値):
    return '日本語' + größe + 値 / 0
f('é', 1)
""")
CASES.add("a source in latin-1", b"# -*- coding: latin-1 -*-\nname = u'\xe9'; raise ValueError('x')  # \xe9\n"
          .decode("latin-1"))
CASES.add("tabs, form feeds and blanks",
          "def f(a):\n\tif a:\n\t    \x0c\n\t    return a + (1 / 0)   \nf(1)\n")
CASES.add("a source that is gone", """
import os, sys
path = sys.argv[0] + ".part"
with open(path, "w") as part: part.write("def f(): raise ValueError('x')")
code = compile(open(path).read(), path, "exec")
os.unlink(path)
exec(code)
f()
""")
CASES.add("a source that became shorter", """
import sys
path = sys.argv[0] + ".part"
with open(path, "w") as part: part.write("\\n\\n\\ndef f(): raise ValueError('x')")
code = compile(open(path).read(), path, "exec")
with open(path, "w") as part: part.write("\\n")
exec(code)
f()
""")
CASES.add("what exec runs", "exec('def f(): 1 / 0\\nf()')\n")
CASES.add("other names in brackets", "exec(compile('1 / 0', '<made up>', 'exec'))\n")
CASES.add("a source without its last end of line", "def f(): raise ValueError('x')\nf()")
CASES.add("carriage returns", "def f(a):\r\n    return a / 0\r\nf(1)\r\n")
CASES.add("an empty line in the place", "exec(compile('\\n1 / 0', __file__, 'exec'))\nx\n" if False else
          "code = compile('\\n\\n\\n1 / 0', __file__, 'exec')\n\nexec(code)\n\n")

CASES.add("recursion", "import sys\nsys.setrecursionlimit(200)\ndef f(n): return f(n + 1)\nf(0)\n")
CASES.add("recursion in turns", """
import sys
def f(n): return g(n + 1)
def g(n): return f(n)
sys.setrecursionlimit(200)
f(0)
""", on=CPYTHON)
for times in (2, 3, 4, 5, 6):
    CASES.add("%d equal frames" % times, "def f(n): return f(n - 1) if n else 1 / 0\nf(%d)\n" % times)
CASES.add("a limit of frames", """
import sys
sys.tracebacklimit = 2
def f(n):
    if n: return f(n - 1)
    1 / 0
f(4)
""")
CASES.add("a limit that is larger", """
import sys
sys.tracebacklimit = 4
def f(): 1 / 0
def g(): f()
g()
""")
CASES.add("a limit of nothing", "import sys\nsys.tracebacklimit = 0\n1 / 0\n")
CASES.add("no traceback at all", """
import sys
sys.excepthook(ValueError, ValueError('x'), None)
""")

CASES.add("a cause", """
try:
    {}['a']
except KeyError as problem:
    raise ValueError('b') from problem
""", **NEW)
CASES.add("a context", """
def f():
    try:
        {}['a']
    finally:
        1 / 0
f()
""")
CASES.add("causes and contexts", """
def f():
    try:
        {}["a"]
    except KeyError as problem:
        raise ValueError("b") from problem
try:
    f()
except ValueError:
    try:
        raise TypeError("c")
    except TypeError:
        raise IndexError("d")
""", **NEW)
CASES.add("a suppressed context", """
try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("x") from None
""", **NEW)
CASES.add("a cause without a traceback", "raise ValueError('x') from KeyError('a')\n", **NEW)
CASES.add("a circle of causes", """
a, b = ValueError("a"), TypeError("b")
a.__cause__, b.__cause__ = b, a
a.__context__, b.__context__ = b, a
raise a
""", low=(3, 6), on=CPYTHON)
CASES.add("a long chain", """
def f(n):
    try:
        raise ValueError(n)
    finally:
        if n: f(n - 1)
f(30)
""")

CASES.add("notes", """
problem = ValueError("x")
problem.add_note("mind the gap")
problem.add_note("two\\nlines\\n")
problem.add_note("")
raise problem
""", low=(3, 11))
CASES.add("notes of other types", """
problem = ValueError("x")
problem.__notes__ = ["one", 2, None, 1.5, b"x"]
raise problem
""", low=(3, 11))
CASES.add("notes that are none", """
class Odd(ValueError):
    __notes__ = 7
raise Odd("x")
""", low=(3, 11))
CASES.add("a group", """
def f(n):
    try:
        raise [ValueError, TypeError][n % 2]("x%d" % n)
    except Exception as problem:
        return problem
raise ExceptionGroup("all", [f(0), f(1), KeyError("a\\nb")])
""", low=(3, 11))
CASES.add("groups within groups", """
def f(n):
    try:
        raise ValueError("x%d\\nline" % n)
    except Exception as problem:
        problem.add_note("note\\nof %d" % n)
        return problem
def group(n):
    try:
        raise ExceptionGroup("g%d" % n, [f(n), group(n - 1), f(n)] if n else [f(0)])
    except Exception as problem:
        problem.add_note("group's")
        return problem
raise group(4)
""", low=(3, 11))
CASES.add("deep groups", """
problem = ValueError("x")
for n in range(20):
    problem = ExceptionGroup("g", [problem])
raise problem
""", low=(3, 11))
CASES.add("wide groups", "raise ExceptionGroup('g', [ValueError(n) for n in range(20)])\n", low=(3, 11))
CASES.add("a group with one too many", "raise ExceptionGroup('g', [ValueError(n) for n in range(16)])\n",
          low=(3, 11))
CASES.add("a chain of groups", """
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ExceptionGroup("a", [ValueError("x")])
except ExceptionGroup as problem:
    raise ExceptionGroup("b", [TypeError("y"), problem]) from problem
""", low=(3, 11))
CASES.add("a group's member with a cause", """
def f(n):
    try:
        try:
            raise ValueError(n)
        except ValueError as problem:
            raise TypeError(n) from problem
    except TypeError as problem:
        return problem
raise ExceptionGroup("b", [f(1), f(2)])
""", low=(3, 11))
CASES.add("a group's last member with a group as its cause", """
def f(n):
    try:
        try:
            raise ExceptionGroup("inner", [ValueError(n)])
        except ExceptionGroup as problem:
            raise TypeError(n) from problem
    except TypeError as problem:
        return problem
raise ExceptionGroup("b", [f(1), f(2)])
""", low=(3, 11))
CASES.add("a circle of groups", """
a = ExceptionGroup("a", [ValueError("x")])
b = ExceptionGroup("b", [a, TypeError("y")])
a.__cause__ = b
raise b
""", low=(3, 11))
CASES.add("a group with a context", """
try:
    1 / 0
except ZeroDivisionError:
    raise ExceptionGroup("g", [ValueError(1)])
""", low=(3, 11))

EXPRESSIONS = {
    "a binary operation": "return a + b / zero",
    "an operation in parentheses": "return (a + b) / (zero)",
    "an operator of two letters": "return a // zero",
    "an operation without blanks": "return a%zero",
    "a subscript": "return table['x']['y'][a]",
    "a subscript in parentheses": "return (table) [ 'nowhere' ]",
    "a call": "return fail(a, b)",
    "a call as a statement": "fail(a, b)",
    "a call that is assigned": "x = fail(a, b)",
    "a call of a method": "return table.get(fail(a, b))",
    "an attribute": "return a.nowhere",
    "a comparison": "return a < table",
    "a negation": "return -table",
    "a whole line": "fail(a, b, zero)",
    "several lines": "return fail(\n        a,\n        b,\n    )",
    "several lines with a subscript": "return table[\n        'nowhere'\n    ]",
    "several lines with an operation": "return (a\n            + b\n            / zero)",
    "many lines": "return fail(\n" + "        a,\n" * 8 + "    ) + 1",
    "many lines with an operation": "return (table\n        ['x']\n        ['y']\n" + "        # no\n" * 6 +
                                    "        +\n        zero)",
    "a comment between": "return (a  # one\n        /  # two\n        zero)",
    "a continuation": "return a \\\n        / \\\n        zero",
    "a comprehension": "return [1 / each for each in [a, zero]]",
    "a generator": "return sum(1 / each for each in [a, zero])",
    "a lambda": "return (lambda: 1 / zero)()",
    "a conditional expression": "return a if b and 1 / zero else b",
    "an assertion": "assert a == b, 'x'",
    "a raise": "raise ValueError(a, b)",
    "a for loop": "for x in zero: pass",
    "unpacking": "x, y = a, b, zero",
    "an import": "import nowhere_to_be_found",
    "an import of a name": "from sys import nowhere_to_be_found",
    "wide characters": u"return ('日本', '値') + {'ключ': zero}['日本語']",
    "an f-string": "return f'{a!r:>{b}} {1 / zero}'",
    "an item that is deleted": "del table['nowhere']",
    "an item that is assigned": "zero['x'] = 1",
    "a decorated call": "return (fail)(*[a], **{'b': b})",
    "an operation of matrices": "return a @ b",
    "a power": "return table ** a",
    "a with statement": "with zero: pass",
    "a slice": "return zero[a:b]",
}
for name, expression in EXPRESSIONS.items():
    CASES.add(name, u"# -*- coding: utf-8 -*-\ndef fail(*args, **named): return len(zero)\n"
              u"a, b, zero, table = 1, 2, 0, {'x': {'y': [1]}}\n"
              u"def f():\n    " + expression + u"\nf()\n", low=(3, 6))

SYNTAX = {
    "a colon": "def f(:\n",
    "an end": "1 +\n",
    "a bracket": "f(1, 2\n",
    "an indentation": "def f():\nreturn 1\n",
    "an unexpected indentation": "x = 1\n    y = 2\n",
    "tabs": "if 1:\n        x = 1\n\ty = 2\n",
    "a string": "x = 'abc\n",
    "a long string": "x = '''abc\ndef\n",
    "a return": "return 1\n",
    "two words": "    \nif 1:\n    foo bar baz\n",
    "a keyword": "for x in range(10):\n    pas s\n",
    "an assignment": "f() = 1\n",
    "other letters": u"größe = 1 2\n",
    "a comprehension": "[x, y for x in y]\n",
    "several lines": "x = {\n    1: 2,\n    3: 4\n    5: 6,\n}\n",
    "a typing error": "whille True:\n    pass\n",
    "nonlocal": "def f():\n    nonlocal x\n",
}
for name, source in SYNTAX.items():
    versions = {"low": (3, 6), "high": (3, 13) if name == "a typing error" else (9, 9)}
    CASES.add("syntax: " + name, u"# -*- coding: utf-8 -*-\n" + source, **versions)
    CASES.add("syntax of what is compiled: " + name,
              u"# -*- coding: utf-8 -*-\ncompile(%s, 'other.py', 'exec')\n" % repr(source), **versions)
CASES.add("a SyntaxError of the program", "raise SyntaxError('x')\n")
CASES.add("a SyntaxError with places", "raise SyntaxError('x', ('f.py', 3, 4, 'some text'))\n")
CASES.add("a SyntaxError with an end", "raise SyntaxError('x', ('f.py', 3, 2, 'some text', 3, 5))\n",
          low=(3, 10))
CASES.add("a SyntaxError beyond its text", "raise SyntaxError('x', ('f.py', 3, 40, 'some text\\n'))\n")
CASES.add("a SyntaxError without a file", "raise SyntaxError('x', (None, 3, 4, 'some text'))\n")
CASES.add("a SyntaxError without an offset", "raise SyntaxError('x', ('f.py', 3, None, 'some text'))\n")
CASES.add("a SyntaxError of several lines",
          "raise SyntaxError('x', ('f.py', 3, 9, 'one two\\nthree four'))\n",
          high=(3, 12), on=CPYTHON)
CASES.add("a class of SyntaxError's",
          "class S(SyntaxError): pass\nraise S('x', ('f.py', 3, 4, 'some text'))\n")

SUGGESTIONS = {
    "a name": "def f(price):\n    return prise\nf(1)\n",
    "a global name": "price = 1\ndef f(): return prise\nf()\n",
    "a builtin": "def f(a): return leng(a)\nf(1)\n",
    "a module": "def f(a): return math.sin(a)\nf(1)\n",
    "a module that is nearly named": "maths = 1\nmath.sin(1)\n",
    "no name": "xyzzy_plugh\n",
    "self": "class A:\n    def __init__(self): self.price = 1\n    def f(self): return price\nA().f()\n",
    "self's method": "class A:\n    def price(self): pass\n    def f(self): return price\nA().f()\n",
    "an attribute": "class A:\n    price = 1\nA().prise\n",
    "an instance's attribute": "class A:\n    def __init__(self): self.price = 1\nA().Price\n",
    "a slot": "class A:\n    __slots__ = ['price']\nA().prise\n",
    "a class's": "class A:\n    price = 1\nA.prise\n",
    "a private one": "class A:\n    _price = 1\nA().price_\n",
    "a private one of self": "class A:\n    _price = 1\n    def f(self): return self.price\nA().f()\n",
    "a module's": "import sys\nsys.exc_inf\n",
    "a list's": "[].appendd\n",
    "a string's": "'x'.uper()\n",
    "an int's": "(1).reel\n",
    "None's": "None.nowhere\n",
    "an import": "from sys import exc_inf\n",
    "an import of nothing like it": "from sys import xyzzy_plugh_zork\n",
    "an unbound local": "def f():\n    print(prise)\n    prise = 1\n    price = 2\nf()\n",
    "many names": "\n".join("name_%d = 1" % n for n in range(800)) + "\nname_x\n",
    "a long name": "a = 1\n" + "b" * 50 + "\n",
    "another case": "Price = 1\nprice\n",
    "an attribute of a program's error": "raise AttributeError('x', name='uper', obj='x')\n",
}
for name, source in SUGGESTIONS.items():
    CASES.add("did you mean " + name, source, low=(3, 10) if "obj=" in source else (3, 6))
CASES.add("did you mean, with arguments", "raise NameError('x', name='prin')\n", low=(3, 10))
CASES.add("a class with a __dir__ that may not be called, without a suggestion", """
class A:
    price = 1
    def __dir__(self): return []
A().xyzzy
""", low=(3, 6))
