# SPDX-License-Identifier: Apache-2.0
"""What frameworks catch and tell of is reported as handled, what tests catch is not, and none behaves
differently."""

import signal
import socket
import time

import pytest

LOGGER = """
require 'logger'
log = Logger.new($stdout, formatter: ->(level, _, _, words) { "#{level} #{words.class} #{caller.size}\\n" })
trap(:CHLD) { puts 'child' }
`false`
def work = raise(KeyError, 'no price')
begin
  work
rescue => error
  log.warn(error)
  log.error(error)
  log.fatal(error)
  log.error(error.message)
end
p $?.exitstatus, $!
"""
SINATRA = """
require 'sinatra/base'
require 'rack/mock'
class Shop < Sinatra::Base
  set :environment, :production
  get('/') { {}.fetch(:price) }
  get('/own') { raise ArgumentError, 'no' }
  get('/handled') { halt 404 }
  error(ArgumentError) { 'sorry' }
end
%w[/ /own /handled /nowhere].each { |path| p Rack::MockRequest.new(Shop).get(path).status }
"""
RACK = "run ->(env) { raise KeyError, 'no price' if env['PATH_INFO'] == '/buy'; [200, {}, ['ok']] }\n"
MINITEST = """
require 'minitest/autorun'
class ShopTest < Minitest::Test
  def test_error = raise('boom')
  def test_failure = assert(false)
end
"""
RSPEC = """
require 'rspec/autorun'
RSpec.describe('shop') { it('dies') { raise 'boom' } }
"""


def test_an_error_that_is_logged_is_reported_once(ruby, runner, program):
    (report,) = runner.compare([ruby, "-w", program(LOGGER)]).reports
    assert (report["mechanism"], report["handled"], report["severity"]) == ("logging", True, "error")
    assert report["reason"] == "program.rb:6:work:KeyError: no price"


def test_an_error_of_a_sinatra_route_is_reported_whatever_the_page_for_it(ruby, runner, program):
    ended = runner.run([ruby, program(SINATRA)])
    assert ended.stdout == b"500\n500\n404\n404\n"
    assert [(each["mechanism"], each["handled"]) for each in ended.reports] == [("sinatra", True)] * 2
    assert ended.reports[0]["reason"] == "program.rb:6:block in <class:Shop>:KeyError: key not found: :price"


@pytest.mark.parametrize("source", [MINITEST, RSPEC])
def test_the_failure_of_a_test_is_no_death(ruby, runner, program, source):
    ended = runner.run([ruby, program(source)])
    assert ended.status == 1 and b"boom" in ended.stdout and ended.reports == []


def test_an_error_that_reaches_puma_is_reported(ruby, runner, program):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [ruby, "/usr/bin/puma", "--bind", "tcp://127.0.0.1:%d" % port, "--environment", "none"]
    server = runner.start([*command, program(RACK, "config.ru")], True, None)
    try:
        answers = [get(port, path) for path in ("/", "/buy")]
    finally:
        server.send_signal(signal.SIGINT)
        reports = runner.ended(server).reports
    assert answers == [200, 500]
    assert [(each["mechanism"], each["handled"]) for each in reports] == [("puma", True)]
    assert reports[0]["reason"].startswith("config.ru:1:") and "KeyError: no price" in reports[0]["reason"]


def get(port, path):
    """The status of a server's answer, once it listens."""
    end = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(b"GET %s HTTP/1.0\r\n\r\n" % path.encode())
                return int(connection.makefile("rb").readline().split()[1])
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.1)
