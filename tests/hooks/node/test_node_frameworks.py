# SPDX-License-Identifier: Apache-2.0
"""Well-known frameworks answer and print as without the hook, and the line of hooks/node/README.md in their
error handlers reports what they catch, once."""

import os
import re

import nodes
import pytest

FRAMEWORKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "frameworks")
# Starts the server of a framework, asks for a page that there is, one that fails and one that there is not.
ASK = """
const http = require('http')
function price() { throw new RangeError('no price') }
function tell(error) { process[Symbol.for('container-exception-logger')]?.(error) }
async function ask(server, close) {
  const { port } = server.address()
  for (const path of ['/', '/buy', '/buy', '/nowhere']) {
    await new Promise((done) => http.get({ port, path }, (answer) => {
      console.log(path, answer.statusCode)
      answer.resume().on('end', done)
    }))
  }
  close()
}
"""
APPS = {
    "express": """
const app = require('express')()
app.get('/', (request, response) => response.send('ok'))
app.get('/buy', () => price())
app.use((error, request, response, next) => { tell(error); next(error) })
const server = app.listen(0, () => ask(server, () => server.close()))
""",
    "fastify": """
const app = require('fastify')()
app.get('/', async () => 'ok')
app.get('/buy', async () => price())
app.addHook('onError', async (request, reply, error) => tell(error))
app.listen({ port: 0 }).then(() => ask(app.server, () => app.close()))
""",
    "koa": """
const app = new (require('koa'))()
app.use(async (context) => {
  if (context.path === '/buy') price()
  if (context.path === '/') context.body = 'ok'
})
app.on('error', (error) => { tell(error); app.onerror(error) })
const server = app.listen(0, () => ask(server, () => server.close()))
""",
    "nest": """
require('reflect-metadata')
const { Controller, Get, Module } = require('@nestjs/common')
const { BaseExceptionFilter, NestFactory, HttpAdapterHost } = require('@nestjs/core')
class Orders { home() { return 'ok' } buy() { return price() } }
Get('/')(Orders.prototype, 'home', Object.getOwnPropertyDescriptor(Orders.prototype, 'home'))
Get('/buy')(Orders.prototype, 'buy', Object.getOwnPropertyDescriptor(Orders.prototype, 'buy'))
Controller()(Orders)
class Shop {}
Module({ controllers: [Orders] })(Shop)
class Filter extends BaseExceptionFilter {
  catch(error, host) { if (!error.getStatus) tell(error); super.catch(error, host) }
}
NestFactory.create(Shop).then(async (app) => {
  app.useGlobalFilters(new Filter(app.get(HttpAdapterHost).httpAdapter))
  await app.listen(0)
  ask(app.getHttpServer(), () => app.close())
})
""",
}
JEST = "test('dies', () => { throw new Error('boom') })\ntest('fails', () => expect(1).toBe(2))\n"


@pytest.fixture
def packages(runner):
    modules = nodes.packages(FRAMEWORKS)
    (runner.folder / "node_modules").symlink_to(modules)
    plain = runner.shown
    runner.shown = lambda text, process: re.sub(
        rb"\x1b\[[\d;]*m|\d+/\d+/\d+, .*?[AP]M|\+\d+ms|[\d.]+ m?s\b|\(\d+ ms\)|\[Nest\] \d+",
        b"",
        plain(text, process),
    )
    return modules


@pytest.mark.parametrize("framework", APPS)
def test_one_line_reports_what_a_framework_catches(framework, own_node, runner, program, packages):
    ended = runner.compare([own_node, program(ASK + APPS[framework])])
    lines = [each for each in ended.stdout.splitlines() if each.startswith(b"/")]
    assert lines == [b"/ 200", b"/buy 500", b"/buy 500", b"/nowhere 404"]
    (report,) = [each for each in ended.reports if "RangeError" in each["reason"]]
    assert ended.reports == [report]  # the second is held back: it is the same error
    assert (report["mechanism"], report["handled"], report["severity"]) == ("framework", True, "error")
    assert report["reason"] == "program.js:3:price:RangeError: no price"
    assert report["exceptions"][0]["frames"][-1]["in_app"]


def test_an_error_that_is_told_of_and_then_died_of_is_one_report(node, runner, program):
    source = "const e = new Error('boom'); process[Symbol.for('container-exception-logger')]?.(e); throw e"
    (report,) = runner.compare([node, program(source)]).reports
    assert (report["mechanism"], report["handled"]) == ("framework", True)


@pytest.mark.parametrize("told", ["undefined", "null", "'text'", "new Proxy({}, {})", "{ stack: 5 }"])
def test_whatever_is_told_changes_nothing(told, own_node, runner, program):
    source = "process[Symbol.for('container-exception-logger')]?.(%s); console.log('on')" % told
    assert len(runner.compare([own_node, program(source)]).reports) == 1


def test_without_the_mechanism_nothing_is_told(own_node, runner, program):
    source = "process[Symbol.for('container-exception-logger')]?.(new Error('boom'))"
    assert runner.compare([own_node, program(source)], env={"CEL_CAPTURE": "thread"}).reports == []


def test_the_failure_of_a_test_of_jest_is_no_death(own_node, runner, program, packages):
    program(JEST, "shop.test.js")
    program("{}", "package.json")
    command = [own_node, os.path.join(packages, "jest", "bin", "jest.js"), "--rootDir", ".", "--no-cache"]
    ended = runner.compare([*command, "--watchman=false"])
    assert ended.status == 1 and b"boom" in ended.stderr and ended.reports == []
