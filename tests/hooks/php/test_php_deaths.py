# SPDX-License-Identifier: Apache-2.0
"""Every way in which a PHP program dies: what can be seen from outside is as without the hook, and each death
is one report."""

from hook_runner import Cases, assert_reported

CASES = Cases("program.php")
case = CASES.add


def fatal(reason, mechanism="exception"):
    """A report of what the process dies of: a part of its reason, and how it was caught."""
    return mechanism, "fatal", False, reason


def error(reason):
    return fatal(reason, "error")


case("throw", "function f() { throw new TypeError('boom'); }\nf();", fatal("program.php:1:f:TypeError: boom"))
case(
    "engine's exception", "intdiv(1, 0);", fatal("program.php:1:intdiv:DivisionByZeroError: Division by zero")
)
case("undefined function", "nowhere();", fatal("Error: Call to undefined function nowhere()"))
case("method of null", "$x = null; $x->f();", fatal("Error: Call to a member function f() on null"))
case("missing argument", "function f($a) {}\nf();", fatal("ArgumentCountError: Too few arguments"))
case("strict type", "declare(strict_types=1); strlen(1);", fatal("TypeError: strlen(): Argument #1"))
case("no match", "echo match (3) { 1 => 2 };", fatal("UnhandledMatchError: Unhandled match case 3"))
case(
    "method",
    "class A { static function f() { throw new LogicException('boom'); } }\nA::f();",
    fatal("program.php:1:A::f:LogicException: boom"),
)
case(
    "namespace",
    "namespace Shop; class Gone extends \\Exception {} function f() { throw new Gone('x'); }\nf();",
    fatal("program.php:1:Shop\\f:Shop\\Gone: x"),
)
case("anonymous class", "throw new class('boom') extends Exception {};", fatal("Exception@anonymous"))
case("closure", "(function () { throw new Exception('boom'); })();", fatal("{closure}:Exception: boom"))
case(
    "callback of C",
    "array_map(function () { throw new Exception('boom'); }, [1]);",
    fatal("program.php:1:{closure}:Exception: boom"),
)
case(
    "generator",
    "function g() { yield 1; throw new Exception('boom'); }\nforeach (g() as $x);",
    fatal("program.php:1:g:Exception: boom"),
)
case(
    "generator thrown into",
    "function g() { yield 1; }\n$g = g(); $g->current(); $g->throw(new Exception('x'));",
    fatal("Exception: x"),
)
case("fiber", "(new Fiber(function () { throw new Exception('boom'); }))->start();", fatal("Exception: boom"))
case("iterator", "foreach (new ArrayIterator(null) as $x);", fatal("TypeError: ArrayIterator::__construct()"))
case("finally", "try { throw new Exception('1'); } finally { echo 'done'; }", fatal("Exception: 1"))
case(
    "thrown in finally",
    "try { throw new Exception('1'); } finally { throw new Exception('2'); }",
    fatal("Exception: 2"),
)
case(
    "destructor",
    "class D { function __destruct() { throw new Exception('boom'); } }\nnew D; echo 'no';",
    fatal("D->__destruct:Exception: boom"),
)
case(
    "output callback",
    "ob_start(function ($text) { throw new Exception('boom'); }); echo 'x'; ob_end_flush();",
    fatal("Exception: boom"),
)
case(
    "autoloader",
    "spl_autoload_register(function ($name) { throw new Exception($name); });\nnew Nowhere;",
    fatal("Exception: Nowhere"),
)
case(
    "warning made an exception",
    "set_error_handler(function ($n, $text) { throw new ErrorException($text); }); echo $nothing;",
    fatal("{closure}:ErrorException: Undefined variable $nothing"),
)
case("json", "json_decode('{', false, 5, JSON_THROW_ON_ERROR);", fatal("JsonException: Syntax error"))
case(
    "signal handler",
    "pcntl_async_signals(true); pcntl_signal(SIGUSR1, function () { throw new Exception('boom'); });\n"
    "posix_kill(getmypid(), SIGUSR1); sleep(1);",
    fatal("Exception: boom"),
)
case(
    "child",
    "if (pcntl_fork() === 0) throw new Exception('boom'); pcntl_wait($status); exit($status >> 8);",
    fatal("Exception: boom"),
)
case(
    "started child",
    "if ($argc < 2) { passthru(PHP_BINARY . ' ' . __FILE__ . ' 1', $s); exit($s); }\n"
    "throw new Exception('boom');",
    fatal("Exception: boom"),
)

case("syntax error", "$x = ;", error("program.php:1:{main}:Parse error: syntax error"))
case(
    "included syntax error",
    "file_put_contents('part.php', '<?php $x = ;'); include 'part.php';",
    error("part.php:1:{main}:Parse error"),
)
case("evaluated syntax error", "eval('$x = ;');", error("Parse error: syntax error"))
case("caught syntax error", "try { eval('$x = ;'); } catch (ParseError $e) { echo 'caught'; }")
case("evaluated", "eval('throw new Exception(1);');", fatal("Exception: 1"))
case("missing file", "require 'nowhere.php';", fatal("Failed opening required"))
case("declared twice", "function f() {} function f() {}", error("Fatal error: Cannot redeclare f()"))
case(
    "abstract", "class A { abstract function f(); }", error("Fatal error: Class A contains 1 abstract method")
)
case("missing interface", "class A implements Nowhere {}", fatal('Error: Interface "Nowhere" not found'))
case("user error", "trigger_error('boom', E_USER_ERROR);", error("Fatal error: boom"))
case(
    "handled user error",
    "set_error_handler(function () { echo 'seen'; return true; }); trigger_error('boom', E_USER_ERROR);",
)
case(
    "memory",
    "ini_set('memory_limit', '8M'); $a = []; for (;;) { $a[] = [1, (string) count($a)]; }",
    error("Fatal error: Allowed memory size of 8388608 bytes exhausted"),
)
case(
    "memory in small pieces",
    "ini_set('memory_limit', '8M'); class A { public $n; } $h = null;\n"
    "for (;;) { $x = new A; $x->n = $h; $h = $x; }",
    error("Allowed memory size"),
)
case(
    "memory at once", "ini_set('memory_limit', '8M'); str_repeat('x', 1 << 30);", error("Allowed memory size")
)
case(
    "endless recursion",
    "ini_set('memory_limit', '16M'); function f($n) { return 1 + f($n); }\nf(1);",
    error("Allowed memory size"),
)
case("time", "set_time_limit(1); for (;;);", error("Maximum execution time of 1 second exceeded"))

# What is no death of the hook's
case("exit", "exit(1);")
case("exit with words", "exit('bye');")
case("warnings", "echo $nothing; echo 1 / 3; trigger_error('x', E_USER_WARNING); include 'nowhere';")
case(
    "caught", "try { throw new Exception('boom'); } catch (Exception $e) { echo $e->getMessage(); exit(2); }"
)
case("signal", "posix_kill(getmypid(), SIGKILL);")

# The program's own handlers
case(
    "exception handler",
    "set_exception_handler(function ($e) { echo 'seen ', $e->getMessage(); });\nthrow new Exception('boom');",
)
case(
    "exception handler that throws",
    "set_exception_handler(function ($e) { throw new Exception('2', 0, $e); }); throw new Exception('1');",
    fatal("Exception: 2"),
)
case(
    "exception handler taken back",
    "var_dump(set_exception_handler('strlen')); var_dump(set_exception_handler(null));\n"
    "throw new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "error handler",
    "var_dump(set_error_handler('strlen')); var_dump(set_error_handler(null));\nthrow new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "own shutdown functions",
    "foreach ([1, 2] as $n) register_shutdown_function(function () use ($n) {\n"
    "var_dump($n, error_get_last(), ob_get_level(), ini_get('memory_limit'), new stdClass); });\n"
    "throw new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "shutdown function that warns",
    "register_shutdown_function(function () { echo $nothing; });\nthrow new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "exit in a shutdown function",
    "register_shutdown_function(function () { exit(7); }); nowhere();",
    fatal("Error: Call to undefined function"),
)
case("buffered output", "ob_start(); echo 'kept'; throw new Exception('boom');", fatal("Exception: boom"))
case(
    "errors not shown",
    "ini_set('log_errors', 0); error_reporting(0); throw new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "child handler",
    "pcntl_async_signals(true); pcntl_signal(SIGCHLD, function () { echo 'child'; });\n"
    "register_shutdown_function(function () { pcntl_signal_dispatch(); echo 'end'; }); nowhere();",
    fatal("Error: Call to undefined function"),
)
case(
    "children ignored",
    "pcntl_signal(SIGCHLD, SIG_IGN); throw new Exception('boom');",
    fatal("Exception: boom"),
)

# What is thrown
case(
    "previous",
    "function a() { throw new RangeException('1'); }\n"
    "function b() { try { a(); } catch (Exception $e) { throw new LogicException('2', 0, $e); } }\n"
    "try { b(); } catch (Exception $e) { throw new Exception('3', 0, $e); }",
    fatal("program.php:3:{main}:Exception: 3"),
)
case(
    "many previous",
    '$e = null; for ($i = 0; $i < 50; $i++) $e = new Exception("e$i", 0, $e); throw $e;',
    fatal("Exception"),
)
case("empty message", "throw new Exception;", fatal("program.php:1:{main}:Exception"))
case(
    "message of several lines",
    'throw new Exception("one\\n#0 two\\nthree in four");',
    fatal(":Exception: one"),
)
case("message of many lines", 'throw new Exception(str_repeat("line\\n", 100));', fatal("Exception: line"))
case("message of other bytes", 'throw new Exception("a\\xff\\0b");', fatal("Exception: a"))
case("long message", "throw new Exception(str_repeat('x', 1 << 20));", fatal("Exception: xxx"))
case(
    "own __toString",
    "class E extends Exception { function __toString(): string { return 'mine'; } }\nthrow new E('boom');",
    fatal("mine"),
)
case(
    "broken __toString",
    "class E extends Exception { function __toString(): string { throw new Exception; } }\nthrow new E('1');",
    fatal("program.php:"),
)
case(
    "message that is no text",
    "class E extends Exception { public $message = ['x']; }\nthrow new E;",
    fatal("E"),
)
case(
    "deep stack",
    "ini_set('memory_limit', -1); function f($n) { if (!$n) throw new Exception('boom'); f($n - 1); }\n"
    "f(10000);",
    fatal("program.php:1:f:Exception: boom"),
)

# Odd surroundings
case(
    "streams closed",
    "fclose(STDIN); fclose(STDOUT); fclose(STDERR); throw new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "gone folder",
    "mkdir('gone'); chdir('gone'); rmdir('../gone'); throw new Exception('boom');",
    fatal("Exception: boom"),
)
case(
    "environment cleared",
    "foreach (getenv() as $n => $v) if ($n !== 'CEL_SINK') putenv($n); nowhere();",
    fatal("Error: Call to undefined function"),
)
case(
    "opcache",
    "throw new Exception('boom');",
    fatal("Exception: boom"),
    options=["-d", "opcache.enable_cli=1"],
)
case(
    "assertions",
    "assert(1 === 2);",
    fatal("AssertionError: assert(1 === 2)"),
    options=["-d", "zend.assertions=1"],
)
case(
    "arguments",
    "function f($x) { throw new Exception('boom'); }\nf('one) two: (');",
    fatal("f:Exception: boom"),
    options=["-d", "zend.exception_ignore_args=0"],
)
case(
    "shown on stdout",
    "throw new Exception('boom');",
    fatal("Exception: boom"),
    options=["-d", "display_errors=1", "-d", "html_errors=1"],
)


def test_death(death, php, runner, program):
    ended = runner.compare([php, *death.options, program(death.source, death.file)], env=death.env)
    assert_reported(ended, death)


def test_a_program_that_comes_on_stdin(php, runner, program):
    path = program("throw new Exception('boom');")
    (report,) = runner.compare(["sh", "-c", 'exec "$0" <"$1"', php, path]).reports
    assert (
        report["executable"] == "php - ..."
        and report["reason"] == "Standard input code:1:{main}:Exception: boom"
    )
