# SPDX-License-Identifier: Apache-2.0
"""Every language's parser of tracebacks, and all that grouping does with a record, takes time in proportion
to the text, whatever the text is made of: counted instructions, for 128 KB and for twice as much."""

import json

import cost
import grouping
import pytest

SIZE = 128 * 1024
DEEP = {
    "python frames": '  File "/srv/app/a.py", line 7, in f\n    f(*args, **kwargs)\n',
    "python headers": "Traceback (most recent call last):\n",
    "python chain": "Traceback (most recent call last):\nE: x\n\nDuring handling of the above exception, "
                    "another exception occurred:\n\n",
    "python groups": "  + Exception Group Traceback (most recent call last):\n"
                     "  +-+---------------- 1 ----\n    | E: x\n",
    "faulthandler": "Fatal Python error: x\nThread 0x1 (most recent call first):\n"
                    "  File \"a\", line 1 in f\n",
    "node frames": "    at f (/srv/a.js:1:2)\n",
    "node causes": "Error: x\n    at f (/srv/a.js:1:2) {\n  [cause]: Error: y\n",
    "java frames": "\tat shop.A.f(A.java:1)\n",
    "java causes": "Caused by: a.B: x\n\tat shop.A.f(A.java:1)\n\t... 99 more\n",
    "dotnet": " ---> System.X: y\n   at A.B(C d) in e.cs:line 1\n"
              "   --- End of inner exception stack trace ---\n",
    "ruby": "a.rb:5:in `f': x (E)\n\tfrom a.rb:4:in `g'\n",
    "ruby logged": "E - x\na.rb:5:in `f'\n",
    "go panics": "panic: x\n\tpanic: y\n",
    "go goroutines": "goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n\n",
    "php": "PHP Fatal error:  Uncaught E: x in /a.php:1\nStack trace:\n#0 /a.php(1): f()\n"
           "Next E: y in /a:1\n",
    "node gaps": "Error: x\n    at f (/srv/a.js:1:2)\n    ... 9 lines matching cause stack trace ...\n"
                 "    at g (/srv/a.js:2:2) {\n  [cause]: Error: y\n      at f (/srv/a.js:1:2)\n}\n",
    "node thrown": "/srv/a.js:1\nthrow x\n^\nx\n",
    "node memory": "FATAL ERROR: x\n 1: 0xb7 f\n",
    "go left out": "panic: x\n\ngoroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n"
                   "[7 bytes are left out here]\n",
    "rust joined": "thread 'a' panicked at a.rs:1:1:\nx\nthread 'b' panicked at b.rs:1:1:\nx: Any { .. }\n",
    "perl": "x at a.pl line 3.\n\tmain::f(7) called at a.pl line 9\n",
    "perl marks": "x at a.pl line 3 at b.pl line 4 at c.pl line 5 ",
    "lua": "lua: a.lua:1: x\nstack traceback:\n\ta.lua:1: in function 'f'\n",
    "lua headers": "stack traceback:\n",
    "r": "Error in f(x) : y\nCalls: f -> g -> h\nExecution halted\n",
    "r endings": "Execution halted\n",
    "erlang": "exception error: x\n  in function  a:f/1 (a.erl, line 2)\n",
    "erlang terms": "Error in process <0.1.0> with exit value:\n"
                    "{badarith,[{a,f,1,[{file,\"a.erl\"},{line,2}]},\n",
    "erlang boot": "init terminating in do_boot ({badarith,[{a,f,1,[]}]})\n",
    "elixir": "** (E) x\n    (elixir 1.14.0) lib/a.ex:1: A.f/1\n",
    "elixir messages": "** (E) x\n",
    "ocaml": "Fatal error: exception A.E(\"x\")\nCalled from A.f in file \"a.ml\", line 2, characters 1-2\n",
    "haskell": "a: x\nCallStack (from HasCallStack):\n  error, called at a.hs:5:25 in main:A\n",
    "julia": "ERROR: BoundsError: x\nStacktrace:\n [1] f(a)\n   @ Main a.jl:1\n",
    "julia messages": "ERROR: x\n",
    "dart": "Unhandled exception:\nx\n#0      f (file:///a.dart:1:40)\n",
    "dart messages": "Unhandled exception:\n",
    "swift": "a.swift:1: Fatal error: x\nThread 0 crashed:\n0 f() + 1 in a at a.swift:1:1\n",
    "kotlin": "Uncaught Kotlin exception: a.E: x\n"
              "  at 0 a.kexe 0x1 kfun:#f(){} + 1 (a.kt:1:2)\nCaused by: a.B: y\n",
    "jvm": "# A fatal error has been detected by the Java Runtime Environment:\n# Problematic frame:\n"
           "# C  [a.so+0x1]  f+0x10\n",
    "mono": "FATAL UNHANDLED EXCEPTION: A.X: y ---> A.Z: w ---> \n  at A.B (C d) [0x2] in a.cs:3 \n",
    "rust": "thread 'a' panicked at a.rs:1:1:\nx\nstack backtrace:\n   0: a::b\n"
            "             at a.rs:1:1\n",
    "c++": "terminate called after throwing an instance of 'x'\n  what():  y\n",
    "sanitizer": "==1==ERROR: AddressSanitizer: x on address 0x1\n    #0 0x1 in f a.cpp:1\n",
    "prefixes": "Oct 05 01:45:32 host app[1]:     at f (/srv/a.js:1:2)\n",
    "blanks": "          \t          at ",
    "backslashes": '  File "C:' + "\\a" * 50 + '", line 1, in f\n',
}


@pytest.fixture(scope="module", autouse=True)
def tool():
    grouping.build_tool()


def record_of(piece):
    """Makes a record's line of `size` bytes whose text is pieces, all of them whole: what is cut off may cost
    a second look."""
    def make(size):
        return (json.dumps({"type": "Text", "reason": "x", "backtrace": piece * (size // len(piece))})
                + "\n").encode()
    return make


@pytest.mark.parametrize("name", DEEP)
def test_twice_the_text_costs_twice_as_much(name):
    assert cost.growth([str(grouping.TOOL)], record_of(DEEP[name]), SIZE) <= cost.LINEAR


def test_twice_a_megabyte_of_all_of_them_costs_twice_as_much():
    """As much as cel-run keeps of stderr."""
    assert cost.growth([str(grouping.TOOL)], record_of("".join(DEEP.values())), cost.MIB) <= cost.LINEAR


@pytest.mark.parametrize("frames", [
    {"file": "/srv/" + "a/" * 40 + "b.py", "function": "f", "line": 3},
    {"file": "/srv/a.py", "function": "<module>", "line": 1,
     "context": {"start": 1, "lines": ["f(" + "*a, " * 20 + "**b)"]}},
    {"module": "a.B$1$2", "function": "lambda$f$0", "line": 3},
    {"function": "a::{{closure}}" * 10, "module": ""},
], ids=["paths", "sources", "classes", "symbols"])
def test_twice_the_frames_cost_twice_as_much(frames):
    def make(size):
        many = [dict(frames, line=number) for number in range(size // len(json.dumps(frames)))]
        record = {"type": "Python3", "exceptions": [{"type": "E", "frames": many}] * 2}
        return (json.dumps(record) + "\n").encode()

    assert cost.growth([str(grouping.TOOL)], make, SIZE // 4) <= cost.LINEAR
