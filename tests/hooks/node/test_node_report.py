# SPDX-License-Identifier: Apache-2.0
"""What a report of a Node.js program holds, what is seen of the hook, and what the variables do."""

import json
import os

import languages
import pytest

SHOP = """\
class PriceError extends Error {}
function priceEach(order) {
  return order.items.price
}
exports.main = (order) => {
  try {
    priceEach(order)
  } catch (error) {
    const raised = new PriceError('order 4711: no price', { cause: error })
    throw Object.assign(raised, { code: 'E_PRICE', password: 'x' })
  }
}
"""
CRASH = "require('./node_modules/shop').main({})\n"
SEEN = """
const Module = require('module')
console.log(JSON.stringify([
  Object.keys(require.cache), Object.keys(Module._pathCache), module.children, module.parent,
  process.argv.slice(1), process.execArgv, process.eventNames(), Object.keys(process),
  process.moduleLoadList.filter((name) => !name.endsWith('internal/fs/streams')), // of 16's fs
  process.listenerCount('uncaughtExceptionMonitor'), process._fatalException.name, process.reallyExit.name,
  Error.stackTraceLimit, Object.getOwnPropertyNames(globalThis), Object.getOwnPropertyNames(Error),
  Object.keys(process.env).filter((name) => !/^(CEL_SINK|NODE_OPTIONS)$/.test(name)),
]))
"""


@pytest.fixture
def shop(program):
    program(SHOP, "node_modules/shop/index.js")
    return program(CRASH)


def test_a_report_has_the_chain_with_places_and_source_lines(node, runner, shop, tmp_path):
    (report,) = runner.run([node, shop]).reports
    raised, cause = report["exceptions"]
    module = str(tmp_path / "node_modules" / "shop" / "index.js")
    assert report["type"] == "NodeJS" and report["executable"] == shop and report["runtime"]["name"] == "node"
    assert report["reason"] == "program.js:1:Object.<anonymous>:PriceError: order 4711: no price"
    assert report["exception"] == {"type": "PriceError", "message": "order 4711: no price"}
    assert (raised["type"], cause["type"], cause["link"]) == (
        "PriceError",
        "TypeError",
        {"kind": "cause", "of": 0},
    )
    inner, caller, outer = cause["frames"][-1], cause["frames"][-2], cause["frames"][-3]
    assert (inner["file"], inner["line"], inner["column"], inner["function"]) == (module, 3, 22, "priceEach")
    assert [inner["in_app"], caller["in_app"], outer["in_app"]] == [False, False, True]
    assert inner["context"] == {"start": 1, "lines": SHOP.splitlines()[:5]}
    assert outer["context"]["lines"][0] == CRASH.strip() and (outer["file"], outer["line"]) == (shop, 1)
    assert cause["frames"][0]["file"].startswith("node:") and not cause["frames"][0]["in_app"]


def test_the_text_is_what_node_prints_and_the_logger_takes_secrets_out(node, runner, shop):
    ended = runner.run([node, shop])
    (report,) = ended.reports
    assert (
        "  code: 'E_PRICE',\n  password: '[redacted]',\n  [cause]: TypeError: Cannot read"
        in report["backtrace"]
    )
    for line in report["backtrace"].split("\n\n", 1)[1].splitlines():
        assert line.encode() in ended.stderr or "password" in line or "node:internal" in line


@pytest.mark.parametrize(
    "name, source",
    [
        ("recursive.js", "function f() { f() }\nf()"),
        ("syntax.js", "let a = ;"),
        ("async.js", "async function f() { await 0; g() }\nfunction g() { throw new RangeError('x') }\nf()"),
        ("errors.js", "Promise.any([1, 2].map(async (n) => { throw new TypeError('bad ' + n) }))"),
        ("causes.js", """
        function read() { throw new RangeError('inner') }
        function parse() { try { read() } catch (error) { throw new TypeError('middle', { cause: error }) } }
        function main() { try { parse() } catch (error) { throw new Error('outer', { cause: error }) } }
        main()
        """),
        ("thrown.js", "throw 'no price for order ' + process.pid"),
        ("elided.js", """
        function read() { JSON.parse('{') }
        function load() { try { read() } catch (error) { throw new Error('bad', { cause: error }) } }
        const layers = [1, 2, 3].reduce((next) => () => next(), () => load())
        function start() { layers() }
        start()
        """),
        ("system.js", "require('fs').readFileSync('/nowhere')"),
        ("new.js", "class Cart { constructor() { this.total() } total() { null.x } }\nnew Cart()"),
    ],
)
def test_the_text_on_stderr_has_the_fingerprint_of_the_report(
    node, runner, program, fingerprint_of_text, name, source
):
    ended = runner.run([node, program(source, name)])
    assert fingerprint_of_text(ended.stderr) == ended.reports[0]["fingerprint"]


def test_nothing_of_the_hook_can_be_seen_from_within(node, runner, program):
    assert runner.compare([node, program(SEEN)]).reports == []


def test_the_accessors_can_be_assigned_to_as_before(node, runner, program):
    ended = runner.compare(
        [
            node,
            program("""
        const before = process.reallyExit
        process.reallyExit = (code) => { console.log('exit', code); before.call(process, code) }
        console.log(process.reallyExit !== before, Object.keys(process).includes('reallyExit'))
        process._fatalException = (error) => { console.log('mine', error.message); return true }
        setTimeout(() => process.exit(4), 1)
        throw new Error('boom')
    """),
        ]
    )
    assert ended.status == 4 and ended.reports == []


@pytest.mark.parametrize(
    "env, count",
    [
        ({"CEL_DISABLE": "1"}, 0),
        ({"CEL_DISABLE": "0"}, 1),
        ({"CEL_CAPTURE": "thread"}, 0),
        ({"CEL_CAPTURE": "nonsense"}, 1),
        ({"CEL_CAPTURE": "unhandledRejection, uncaughtException"}, 1),
        ({"CEL_IGNORE": "PriceError"}, 0),
        ({"CEL_IGNORE": "TypeError"}, 1),
        ({"CEL_TIMEOUT": "soon"}, 1),
    ],
)
def test_variables_choose_what_is_reported(own_node, runner, shop, env, count):
    assert len(runner.compare([own_node, shop], env=env).reports) == count


def test_properties_are_left_out_without_locals(own_node, runner, shop):
    (report,) = runner.run([own_node, shop], env={"CEL_LOCALS": "0"}).reports
    assert "E_PRICE" not in json.dumps(report["backtrace"])


def test_a_node_that_is_too_old_starts_as_without_the_hook(runner, program, old_node):
    assert runner.compare([old_node, program("throw new Error('boom')")]).reports == []


def test_a_volume_that_is_not_there_is_for_node_to_say(own_node, runner, program):
    hook = languages.environment("node", "/nowhere")
    done = runner.run([own_node, program("")], env={hook.variable: hook.value})
    assert b"Cannot find module '/nowhere/node/cel.js'" in done.stderr and os.path.exists(runner.volume)
