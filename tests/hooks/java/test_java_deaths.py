# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Java program dies (programs/Deaths.java): what can be seen from outside is as without
the hook, and each death is one report."""

import collections

from hook_runner import assert_reported

Case = collections.namedtuple("Case", "name reports options since")
CASES = []


def case(name, *reports, options=(), since=8):
    CASES.append(Case(name, reports, options, since))


def fatal(reason):
    """A report of what the process dies of."""
    return "uncaught", "fatal", False, reason


def lives(reason, mechanism="uncaught"):
    """A report of the main thread's end, or of another thread's, where the process goes on."""
    return mechanism, "error", False, reason


def of_thread(reason):
    return lives(reason, "thread")


def handled(reason, mechanism="uncaught"):
    """A report of what a handler of the program's own takes."""
    return mechanism, "error", True, reason


case("throw", fatal("boom:java.lang.IllegalStateException: boom"))
case("checked", fatal("main:java.io.IOException: boom"))
case("error", fatal("main:java.lang.AssertionError: boom"))
case("null", fatal("main:java.lang.NullPointerException"))
case("index", fatal("main:java.lang.ArrayIndexOutOfBoundsException: "))
case("cast", fatal("main:java.lang.ClassCastException: "))
case("initializer", fatal("main:java.lang.ExceptionInInitializerError"))
case("chain", fatal("total:Deaths$PriceException: order 4711: no price"))
case("cyclic", fatal("main:java.lang.Exception: 1"))
case("many causes", fatal("main:java.lang.Exception: 199"))
case("many suppressed", fatal("boom:java.lang.IllegalStateException: boom"))
case("broken message", fatal("main:Deaths$Odd"))
case("own toString", fatal("main:Deaths$Own: mine"))
case("no text", fatal("main:Deaths$NoText: null"))
case("lines", fatal("main:java.lang.RuntimeException: one"))
case("long message", fatal("main:java.lang.RuntimeException: xxx"))
case("other characters", fatal("main:java.lang.RuntimeException: a"))
case(
    "deep", fatal("boom:java.lang.IllegalStateException: boom"), options=["-XX:MaxJavaStackTraceDepth=100000"]
)
case("stack overflow", fatal("endless:java.lang.StackOverflowError"))
case("no memory", fatal("main:java.lang.OutOfMemoryError: Java heap space"), options=["-Xmx16m"])
case("array too long", fatal("main:java.lang.OutOfMemoryError: "))
case("thread", of_thread("boom:java.lang.IllegalStateException: boom"))
case("two threads", of_thread("IllegalStateException: boom"), of_thread("Deaths$PriceException: order 4711"))
case("main with threads", lives("boom:java.lang.IllegalStateException: boom"))
case("daemon", of_thread("boom:java.lang.IllegalStateException: boom"))
case("virtual thread", of_thread("boom:java.lang.IllegalStateException: boom"), since=21)
case("executor", of_thread("boom:java.lang.IllegalStateException: boom"))
case("future")
case("asked future", fatal("main:java.util.concurrent.ExecutionException: "))
case("timer", of_thread("boom:java.lang.IllegalStateException: boom"))
case("shutdown hook", of_thread("boom:java.lang.IllegalStateException: boom"))
case("exit")
case("halt")
case("caught")
case("interrupted", fatal("boom:java.lang.IllegalStateException: boom"))
case("default handler", handled("boom:java.lang.IllegalStateException: boom", "thread"))
case("default handler that exits", handled("boom:java.lang.IllegalStateException: boom"))
case("default handler that throws", handled("boom:java.lang.IllegalStateException: boom"))
case("handler of a thread", handled("boom:java.lang.IllegalStateException: boom"))
case("handler taken back", fatal("boom:java.lang.IllegalStateException: boom"))
case("group", handled("boom:java.lang.IllegalStateException: boom", "thread"))
case("other loader", fatal("boom:java.lang.IllegalStateException: boom"))
case("streams closed", fatal("boom:java.lang.IllegalStateException: boom"))
case("streams replaced", fatal("boom:java.lang.IllegalStateException: boom"))
case("many handled", handled("boom:java.lang.IllegalStateException: boom", "thread"))
case("seen")


def test_death(java, death, runner, classes):
    ended = runner.compare([java, *death.options, "-cp", classes, "Deaths", death.name])
    assert_reported(ended, death)
