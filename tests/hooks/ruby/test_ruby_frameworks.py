# SPDX-License-Identifier: Apache-2.0
"""What frameworks catch and tell of is reported as handled, what tests catch is not, and none behaves
differently."""

import re
import signal
import socket
import subprocess
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
RAILS = """
require 'action_controller/railtie'
class Shop < Rails::Application
  config.eager_load = false
  config.logger = Logger.new($stdout, formatter: ->(_, _, _, words) { "#{words}\\n" })
  config.secret_key_base = 'x'
  config.consider_all_requests_local = false
  config.hosts.clear
  routes.append { get '/buy', to: 'orders#buy'; get '/', to: 'orders#index'; get '/gone', to: 'orders#gone' }
end
class OrdersController < ActionController::Base
  def index = render(plain: 'ok')
  def buy = raise(KeyError, 'no price')
  def gone = raise(ActionController::RoutingError, 'gone')
end
Shop.initialize!
require 'rack/mock'
%w[/ /buy /gone /nowhere].each { |path| p Rack::MockRequest.new(Shop).get(path).status }
"""
SIDEKIQ = """
require 'sidekiq'
Sidekiq.configure_server { |config| config.redis = { url: ENV['REDIS'] } }
Sidekiq.configure_client { |config| config.redis = { url: ENV['REDIS'] } }
class Order
  include Sidekiq::Worker
  def perform(number)
    raise KeyError, "no price of #{number}"
  ensure
    Process.kill(:TERM, Process.pid) if number == 3
  end
end
if Sidekiq.server?
  orders = -> { [1, 2, 3].each { |each| Order.perform_async(each) } }
  Sidekiq.configure_server { |config| config.on(:startup, &orders) }
end
"""
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


def test_an_error_that_reaches_rails_is_reported_but_not_a_missing_page(ruby, runner, program):
    runner.shown = lambda text, process: re.sub(rb"\d{4}-.* \+0000|[\d.]+ms|Allocations: \d+", b"", text)
    ended = runner.compare([ruby, program(RAILS)])
    assert re.findall(rb"^\d+$", ended.stdout, re.M) == [b"200", b"500", b"404", b"404"]
    (report,) = ended.reports
    assert (report["mechanism"], report["handled"], report["severity"]) == ("rails", True, "error")
    assert report["reason"] == "program.rb:13:buy:KeyError: no price"


def test_the_error_of_a_job_of_sidekiq_is_reported(ruby, runner, program, tmp_path):
    socket_path = tmp_path / "redis"
    redis = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", socket_path, "--save", "", "--dir", tmp_path],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(socket_path.exists)
        command = [ruby, "/usr/bin/sidekiq", "--require", program(SIDEKIQ), "--concurrency", "1"]
        ended = runner.run(command, env={"REDIS": "unix://%s" % socket_path})
    finally:
        redis.kill()
        redis.wait()
    assert ended.status == 0 and b"KeyError: no price of 1" in ended.stdout + ended.stderr
    first = ended.reports[0]
    assert (first["mechanism"], first["handled"], first["severity"]) == ("sidekiq", True, "error")
    assert first["reason"] == "program.rb:8:perform:KeyError: no price of 1"
    assert {each["mechanism"] for each in ended.reports} == {"sidekiq"}


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


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
