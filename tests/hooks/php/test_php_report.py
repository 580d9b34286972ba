# SPDX-License-Identifier: Apache-2.0
"""What a report of a PHP program holds, what is seen of the hook, and what the variables do."""

import json
import os

import languages
import pytest

SHOP = """
class PriceError extends RuntimeException {}
function price_each($order, $password) {
  return intdiv($order, 0);
}
function total($order) {
  try {
    return array_map(function ($item) { return price_each($item, 'hunter2'); }, $order);
  } catch (DivisionByZeroError $error) {
    throw new PriceError('order 4711: no price', 3, $error);
  }
}
"""
LONGER = ["-d", "zend.exception_string_param_max_len=15"]  # Debian shows no text of arguments
CRASH = "require __DIR__ . '/vendor/shop.php';\ntotal([1]);\n"
SEEN = """
function f() { return debug_backtrace(); }
$user = get_defined_functions()['user'];
echo json_encode([
  count(get_declared_classes()), get_declared_interfaces(), array_keys(get_defined_vars()),
  get_defined_constants(true)['user'] ?? [], spl_object_id(new stdClass), error_get_last(), f(),
  ob_get_level(), ob_list_handlers(), set_error_handler(null), set_exception_handler(null), error_reporting(),
  array_diff_key(ini_get_all(), ['auto_prepend_file' => 1]),
  get_included_files()[0], $argv, $argc, stream_get_wrappers(), spl_autoload_functions(), getmyinode(),
  array_values(array_diff(array_keys(getenv()), ['PHP_INI_SCAN_DIR', 'CEL_SINK'])), get_include_path(),
  array_values(array_diff($user, ['container_exception_logger\\\\at_end'])), pcntl_wait($status),
  array_filter(get_included_files(), function ($each) { return basename($each) !== 'cel.php'; }),
]);
"""


@pytest.fixture
def shop(program):
    program(SHOP, "vendor/shop.php")
    return program(CRASH)


def test_a_report_has_the_chain_with_places_and_source_lines(php, runner, shop, tmp_path):
    (report,) = runner.run([php, shop]).reports
    raised, cause = report["exceptions"]
    library = str(tmp_path / "vendor" / "shop.php")
    assert report["type"] == "PHP" and report["executable"] == shop and report["runtime"]["name"] == "php"
    assert report["reason"] == "program.php:2:{main}:PriceError: order 4711: no price"
    assert report["exception"] == {"type": "PriceError", "message": "order 4711: no price"}
    assert (raised["type"], cause["type"]) == ("PriceError", "DivisionByZeroError")
    assert cause["link"] == {"kind": "cause", "of": 0}
    places = [(each.get("file"), each.get("line"), each["function"]) for each in cause["frames"]]
    assert places == [
        (shop, 2, "{main}"),
        (library, 8, "total"),
        (None, None, "array_map"),
        (library, 8, "{closure}"),
        (library, 4, "price_each"),
        (library, 4, "intdiv"),
    ]
    assert [each["in_app"] for each in cause["frames"]] == [True, False, False, False, False, False]
    assert cause["frames"][-1]["context"] == {"start": 2, "lines": SHOP.splitlines()[1:6]}


def test_the_text_is_what_php_prints_and_the_logger_takes_secrets_out(php, runner, program):
    source = "function f($p) { throw new Exception('boom, password=hunter2'); }\nf('x');"
    ended = runner.run([php, "-d", "zend.exception_ignore_args=0", *LONGER, program(source)])
    (report,) = ended.reports
    text = report["backtrace"].split("\n\n", 1)[1]
    assert "password=[redacted]" in text and "hunter2" not in json.dumps(report)
    assert text.replace("[redacted]", "hunter2") == ended.stderr.decode().strip()
    assert "f('x')" in text


@pytest.mark.parametrize(
    "name, source",
    [
        ("plain.php", "function f() { throw new LogicException('boom'); }\nfunction g() { f(); }\ng();"),
        ("chain.php", SHOP + "total([1]);"),
        (
            "closure.php",
            "namespace A; class B { function c() { array_map(function () { nowhere(); }, [1]); } }\n"
            "(new B)->c();",
        ),
        ("empty.php", "function f() { throw new Exception; }\nf();"),
        ("lines.php", 'function f() { throw new Exception("one: in\\n\\ntwo in three"); }\nf();'),
        ("evaluated.php", "function f() { eval('throw new Exception(1);'); }\nf();"),
        ("generator.php", "function g() { yield 1; null->f(); }\nforeach (g() as $x);"),
        ("compiled.php", "function f() {} function f() {}"),
        ("parsed.php", "$x = ;"),
        ("user.php", "trigger_error('Odd: error', E_USER_ERROR);"),
        (
            "own.php",
            "class E extends Exception { function __toString(): string { return 'mine'; } }\nthrow new E;",
        ),
        (
            "memory.php",
            "ini_set('memory_limit', '8M'); function f() { return str_repeat('x', 1 << 30); }\nf();",
        ),
    ],
)
def test_the_text_on_stderr_has_the_fingerprint_of_the_report(
    php, runner, program, fingerprint_of_text, name, source
):
    ended = runner.run([php, program(source, name)])
    assert fingerprint_of_text(ended.stderr) == ended.reports[0]["fingerprint"]


def test_nothing_of_the_hook_can_be_seen_but_what_its_page_names(php, runner, program):
    assert runner.compare([php, program(SEEN)]).reports == []


def test_what_the_image_has_run_before_programs_still_runs(php, runner, program, tmp_path, shop):
    program("$GLOBALS['mine'] = 1; $own = 2;", "before.php")
    folder = tmp_path / "conf.d"
    folder.mkdir()
    (folder / "own.ini").write_text("auto_prepend_file = %s/before.php\n" % tmp_path)
    hook = languages.environment("php", runner.volume)
    path = program("echo $mine, $own; nowhere();")
    alone = runner.run([php, path], env={hook.variable: str(folder)})
    both = runner.run([php, path], env={hook.variable: hook.joined(str(folder))})
    assert alone.seen == both.seen and alone.stdout.startswith(b"12")
    assert (len(alone.reports), len(both.reports)) == (0, 1)


@pytest.mark.parametrize(
    "env, count",
    [
        ({"CEL_DISABLE": "1"}, 0),
        ({"CEL_DISABLE": "0"}, 1),
        ({"CEL_CAPTURE": "error"}, 0),
        ({"CEL_CAPTURE": "nonsense"}, 1),
        ({"CEL_CAPTURE": "error, exception"}, 1),
        ({"CEL_IGNORE": "PriceError"}, 0),
        ({"CEL_IGNORE": "DivisionByZeroError"}, 1),
        ({"CEL_TIMEOUT": "soon"}, 1),
    ],
)
def test_variables_choose_what_is_reported(php, runner, shop, env, count):
    assert len(runner.compare([php, shop], env=env).reports) == count


def test_arguments_are_left_out_without_locals(php, runner, program):
    path = program("function f($x) { throw new Exception('boom'); }\nf('E_PRICE');")
    command = [php, "-d", "zend.exception_ignore_args=0", *LONGER, path]
    shown = json.dumps([each["backtrace"] for each in runner.run(command).reports])
    (report,) = runner.run(command, env={"CEL_LOCALS": "0"}).reports
    assert "E_PRICE" in shown and "E_PRICE" not in report["backtrace"] and "f()" in report["backtrace"]


def test_a_volume_that_is_not_there_changes_nothing(php, runner, shop):
    hook = languages.environment("php", "/nowhere")
    assert runner.compare([php, shop], env={hook.variable: hook.value}).reports == []
    assert os.path.exists(runner.volume)
