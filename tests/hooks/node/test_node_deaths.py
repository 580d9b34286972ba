# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Node.js program dies: what can be seen from outside is as without the hook, and each
death is one report."""

from hook_runner import Cases, assert_reported

CASES = Cases("program.js")
case = CASES.add


def fatal(reason, mechanism="uncaughtException"):
    """A report of what the process dies of: a part of its reason, and how it was caught."""
    return mechanism, "fatal", False, reason


def rejected(reason):
    return fatal(reason, "unhandledRejection")


def handled(reason, mechanism="uncaughtException"):
    """A report of what the program handled, and went on or ended by itself."""
    return mechanism, "error", True, reason


def of_worker(reason):
    return "thread", "error", False, reason


case(
    "throw",
    "function main() { throw new TypeError('boom') }\nmain()\n",
    fatal("program.js:1:main:TypeError: boom"),
)
case(
    "module that throws",
    "await 0; function f() { null.x }\nf()\n",
    rejected("program.mjs:1:f:TypeError: Cannot read properties of null"),
    file="program.mjs",
)
case(
    "rejection",
    "async function f() { throw new Error('boom') }\nf()\n",
    rejected("program.js:1:f:Error: boom"),
)
case("rejected value", "Promise.reject('boom')", rejected('reason "boom"'))
case("rejected undefined", "Promise.reject()", rejected('reason "undefined"'))
case("syntax error", "let a = ;\n", fatal("SyntaxError: Unexpected token"))
case("syntax error in a module", "let a = ;\n", rejected("SyntaxError: Unexpected token"), file="program.mjs")
case(
    "load error", "require('./nowhere')\n", fatal("program.js:1:Object.<anonymous>:Error: Cannot find module")
)
case("load error in a module", "import './nowhere.mjs'\n", rejected("Cannot find module"), file="program.mjs")
case(
    "error event",
    "new (require('events'))().emit('error', new RangeError('boom'))",
    fatal("RangeError: boom"),
)
case(
    "error event without an error",
    "new (require('events'))().emit('error', 'boom')",
    fatal("Unhandled error. ('boom')"),
)
case(
    "error of a socket", "require('net').connect('/nowhere/socket')", fatal("connect ENOENT /nowhere/socket")
)
case("error of a child", "require('child_process').spawn('/nowhere')", fatal("spawn /nowhere ENOENT"))
case("error of a stream", "require('fs').createReadStream('/nowhere').pipe(process.stdout)", fatal("ENOENT"))
case(
    "nextTick",
    "process.nextTick(function f() { throw new Error('boom') })",
    fatal("program.js:1:f:Error: boom"),
)
case("timer", "setTimeout(function f() { throw new Error('boom') }, 1)", fatal(":Error: boom"))
case("immediate", "setImmediate(function f() { throw new Error('boom') })", fatal(":Error: boom"))
case("microtask", "queueMicrotask(function f() { throw new Error('boom') })", fatal(":Error: boom"))
case(
    "callback from C++",
    "require('fs').stat('/', function f() { throw new Error('boom') })",
    fatal("Error: boom"),
)
case(
    "finalizer",
    """
globalThis.kept = new FinalizationRegistry(function f() { throw new Error('boom') })
kept.register({}, 1); setInterval(gc, 1); setTimeout(process.exit, 5000)
""",
    fatal("Error: boom"),
    options=["--expose-gc"],
)
case(
    "signal handler",
    """
process.on('SIGUSR2', function f() { throw new Error('boom') })
process.kill(process.pid, 'SIGUSR2'); setTimeout(() => {}, 1000)
""",
    fatal("Error: boom"),
)
case("evaluated", "eval('null.x')", fatal("TypeError"))
case(
    "evaluated by vm",
    "new (require('vm').Script)('null.x', {filename: 'rule.js'}).runInNewContext()",
    fatal("TypeError: Cannot read properties of null"),
)
case(
    "worker",
    """
const { Worker, isMainThread } = require('worker_threads')
if (isMainThread) new Worker(__filename); else (function f() { throw new Error('boom') })()
""",
    of_worker("program.js:3:f:Error: boom"),
)
case(
    "worker with a listener",
    """
const { Worker, isMainThread } = require('worker_threads')
if (isMainThread) new Worker(__filename).on('error', () => console.log('seen'))
else Promise.reject(new Error('boom'))
""",
    of_worker("program.js:4:Object.<anonymous>:Error: boom"),
)
case(
    "child",
    """
if (!process.send) require('child_process').fork(__filename); else throw new Error('boom')
""",
    fatal("Error: boom"),
)
case(
    "child of a cluster",
    """
const cluster = require('cluster')
if (cluster.isPrimary) cluster.fork().on('exit', (code) => process.exit(code)); else throw new Error('boom')
""",
    fatal("Error: boom"),
)
case(
    "error in an exit handler", "process.on('exit', () => { throw new Error('boom') })", fatal("Error: boom")
)
case(
    "another error in an exit handler",
    "process.on('exit', () => { throw new Error('2') }); throw new Error('1')",
    fatal("Error: 1"),
)
case(
    "exit in an exit handler",
    "process.on('exit', () => process.exit(7)); throw new Error('boom')",
    fatal("Error: boom"),
)
case("exit", "process.exit(3)")
case("exit code", "process.exitCode = 3")
case("abort", "process.abort()", options=["--no-abort-on-uncaught-exception"])
case(
    "stack overflow", "function f() { f() }\nf()", fatal("program.js:1:f:RangeError: Maximum call stack size")
)
case("array too long", "new Array(-1)", fatal("RangeError: Invalid array length"))

# The program's own handlers
case(
    "handler",
    "process.on('uncaughtException', (e) => console.log('seen', e.message)); throw new Error('boom')",
    handled("Error: boom"),
)
case(
    "handler that exits",
    "process.on('uncaughtException', () => process.exit(9)); throw new Error('boom')",
    handled("Error: boom"),
)
case(
    "handler that throws",
    """
process.on('uncaughtException', () => { throw new Error('2') }); throw new Error('1')
""",
    handled("Error: 1"),
)
case(
    "handler that was removed",
    """
const f = () => {}; process.on('uncaughtException', f); process.off('uncaughtException', f)
throw new Error('1')
""",
    fatal("Error: 1"),
)
case(
    "handler that sees the stack",
    """
process.on('uncaughtException', () => console.log(new Error('here').stack)); throw new Error('boom')
""",
    handled("Error: boom"),
)
case(
    "monitor",
    """
process.on('uncaughtExceptionMonitor', (e, origin) => console.log(origin, new Error('here').stack))
process.on('uncaughtExceptionMonitor', () => {})
throw new Error('boom')
""",
    fatal("Error: boom"),
)
case(
    "capture",
    "process.setUncaughtExceptionCaptureCallback(() => console.log('seen')); throw new Error('boom')",
    handled("Error: boom"),
)
case(
    "domain",
    """
const d = require('domain').create(); d.on('error', (e) => console.log(e.message))
d.run(() => setTimeout(() => { throw new Error('boom') }, 1))
""",
    handled("Error: boom"),
)
case("all listeners removed", "process.removeAllListeners(); throw new Error('boom')", fatal("Error: boom"))
case(
    "listener of rejections", "process.on('unhandledRejection', () => console.log('seen')); Promise.reject(1)"
)
case(
    "rejections that are warnings",
    "Promise.reject(new Error('boom'))",
    options=["--unhandled-rejections=warn"],
)
case(
    "strict rejections",
    "Promise.reject(new Error('boom'))",
    rejected("Error: boom"),
    options=["--unhandled-rejections=strict"],
)
case(
    "many that are handled",
    """
process.on('uncaughtException', () => {}); let i = 0
const timer = setInterval(() => { if (++i == 50) clearInterval(timer); throw new Error('boom') }, 0)
""",
    handled("Error: boom"),
)
case(
    "async hooks",
    """
const fs = require('fs')
require('async_hooks').createHook({ init(id, type) { fs.writeSync(1, type + ' ') } }).enable()
process.on('uncaughtException', () => {}); setTimeout(() => { throw new Error('boom') }, 1)
""",
    handled("Error: boom"),
)
case(
    "handed on twice",
    """
const e = new Error('boom'); process.on('uncaughtException', () => {})
setImmediate(() => { throw e }); throw e
""",
    handled("Error: boom"),
)

# What is thrown
for thrown, shown in (
    ("'boom'", "string: 'boom'"),
    ("null", "null: null"),
    ("undefined", "undefined: undefined"),
    ("42", "number: 42"),
    ("Symbol('s')", "symbol: Symbol(s)"),
    ("{ a: 1 }", "Object: { a: 1 }"),
    ("10n", "bigint: 10n"),
    ("function f() {}", "Function: [Function]"),
    ("Object.create(null)", "object: {}"),
    ("[1, [2]]", "Array: [ 1, [ 2 ] ]"),
):
    case("thrown " + thrown, "throw " + thrown, fatal(shown))
case(
    "thrown proxy",
    "throw new Proxy({}, { get() { console.log('trap') }, ownKeys() { console.log('trap') } })",
    fatal("object: [Proxy]"),
)
case(
    "proxy of an error",
    """
throw new Proxy(new Error('boom'), { get(target, name) { console.log(String(name)); return target[name] } })
""",
    fatal("object: [Proxy]"),
)
case(
    "class of errors",
    "class PriceError extends Error {}\nthrow new PriceError('boom')",
    fatal("program.js:2:Object.<anonymous>:PriceError: boom"),
)
case("named error", "const e = new Error('boom'); e.name = 'PriceError'; throw e", fatal(":PriceError: boom"))
case("error without a message", "throw new Error()", fatal("program.js:1:Object.<anonymous>:Error"))
case(
    "message of several lines",
    "throw new Error('one\\n    at two (three:1:2)\\nfour')",
    fatal("program.js:1:Object.<anonymous>:Error: one"),
)
case(
    "broken message",
    """
const e = new Error('boom'); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e
""",
    fatal("Error"),
)
case(
    "computed message",
    """
const e = new Error('boom')
Object.defineProperty(e, 'message', { get() { console.log('get'); return 'own' } })
throw e
""",
    fatal("Error"),
)
case(
    "broken stack",
    """
const e = new Error('boom')
Object.defineProperty(e, 'stack', { get() { console.log('get'); return 'none' } })
throw e
""",
    fatal("Error: boom"),
)
case(
    "broken toString",
    "throw { toString() { console.log('ran'); throw 1 }, toJSON() { console.log('ran') } }",
    fatal("Object: { toString: [Function], toJSON: [Function] }"),
)
case(
    "inspected",
    """
const e = new Error('boom'); e[require('util').inspect.custom] = () => 'mine'
e.a = { get b() { console.log('get') } }; throw e
""",
    fatal("Error: boom"),
)
case("no stack", "const e = new Error('boom'); e.stack = undefined; throw e", fatal("Error: boom"))
case("stack of its own", "const e = new Error('boom'); e.stack = 'mine'; throw e", fatal("Error: boom"))
case("frozen error", "throw Object.freeze(new Error('boom'))", fatal("Error: boom"))
case(
    "cyclic causes",
    "const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a",
    fatal("Error: a"),
)
case(
    "aggregate",
    "Promise.any([Promise.reject(new Error('a')), Promise.reject(new TypeError('b'))])",
    rejected("AggregateError: All promises were rejected"),
)
case(
    "deep stack",
    """
Error.stackTraceLimit = Infinity
function f(n) { if (n === 0) throw new Error('boom'); f(n - 1) }
f(8000)
""",
    fatal("program.js:3:f:Error: boom"),
)
case("long message", "throw new Error('x'.repeat(1 << 20))", fatal("Error: xxx"))
case("no stack limit", "Error.stackTraceLimit = 0; throw new Error('boom')", fatal("Error: boom"))
case(
    "own prepareStackTrace",
    """
Error.prepareStackTrace = (e, calls) => e + '\\n    at mine (' + calls[0].getFileName() + ':7:1)'
throw new Error('boom')
""",
    fatal("program.js:7:mine:Error: boom"),
)
case(
    "prepareStackTrace that throws",
    "Error.prepareStackTrace = () => { throw 1 }; throw new Error('boom')",
    fatal("Error: boom"),
)

# A program that replaced what we use
case(
    "spoilt builtins",
    """
for (const name of ['fs', 'child_process', 'vm', 'util', 'os']) {
  const module = require(name)
  for (const each of Object.keys(module)) if (typeof module[each] === 'function') {
    try { module[each] = () => { console.log(name, each); throw 1 } } catch {}
  }
}
throw new Error('boom')
""",
    fatal("Error: boom"),
)
case(
    "no environment",
    "for (const name in process.env) if (name != 'CEL_SINK') delete process.env[name]\n"
    "throw new Error('boom')",
    fatal("Error: boom"),
)
case(
    "streams closed",
    "require('fs').closeSync(1); require('fs').closeSync(2); throw new Error('boom')",
    fatal("Error: boom"),
)


def test_death(death, node, runner, program):
    ended = runner.compare([node, *death.options, program(death.source, death.file)], env=death.env)
    assert_reported(ended, death)


def test_the_end_by_too_little_memory_is_as_without_the_hook(own_node, runner, program):
    hungry = program("const a = []; for (;;) a.push(new Array(1000).fill(1))")
    endings = [
        runner.finish(runner.start([own_node, "--max-old-space-size=8", hungry], hooked, None))
        for hooked in (False, True)
    ]
    assert endings[0].status == endings[1].status < 0
    assert all(b"JavaScript heap out of memory" in each.stderr for each in endings)
