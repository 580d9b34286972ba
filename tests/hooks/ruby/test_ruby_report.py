# SPDX-License-Identifier: Apache-2.0
"""What a report of a Ruby program holds, what is seen of the hook, and what the variables do."""

import pytest

SHOP = """\
class PriceError < StandardError; end
module Shop
  def self.price_each(order)
    order[:items].fetch(:price)
  end

  def self.main(order)
    price_each(order)
  rescue KeyError
    raise PriceError, "order 4711: no price, password=tooth"
  end
end
"""
CRASH = "require_relative 'gems/shop/lib/shop'\nShop.main({ items: {} })\n"
SEEN = """
p $LOADED_FEATURES, $LOAD_PATH, $0, ARGV, global_variables.sort, Object.constants.sort, self.class.ancestors
p Object.new.methods.sort, Object.private_instance_methods.sort, Kernel.methods.sort, singleton_methods
p Exception.ancestors, Exception.instance_methods(false).sort, Exception.instance_method(:message).arity
p Exception.private_instance_methods(false), Exception.singleton_methods.sort, Exception.constants
p Exception.instance_method(:message).owner, Exception.instance_method(:message).parameters
p Thread.list.size, Thread.report_on_exception, Thread.current.keys, Thread.current.thread_variables
p Signal.list.keys.map { |name| [name, (trap(name, 'DEFAULT') rescue 0)] }
p ENV.keys.reject { |name| %w[CEL_SINK RUBYOPT].include?(name) }, $VERBOSE, $DEBUG, $;, $/, $stdout.sync
p Dir.children('/proc/self/fd').size, $!, $@, __FILE__, caller
p TOPLEVEL_BINDING.local_variables, instance_variables, Object.class_variables, RubyVM.stat.keys
require 'ostruct'
p $LOADED_FEATURES.grep(/ostruct/), require('ostruct')
at_exit { p $!, caller }
"""


@pytest.fixture
def shop(program):
    program(SHOP, "gems/shop/lib/shop.rb")
    return program(CRASH)


def test_a_report_has_the_chain_with_places_and_source_lines(ruby, runner, shop, tmp_path):
    ended = runner.run([ruby, shop])
    (report,) = ended.reports
    raised, cause = report["exceptions"]
    library = str(tmp_path / "gems" / "shop" / "lib" / "shop.rb")
    assert report["type"] == "Ruby" and report["executable"] == shop and report["runtime"]["name"] == "ruby"
    assert report["reason"].startswith("program.rb:2:<main>:PriceError: order 4711: no price")
    assert report["exception"]["type"] == "PriceError"
    assert (raised["type"], cause["type"], cause["link"]) == (
        "PriceError",
        "KeyError",
        {"kind": "cause", "of": 0},
    )
    outer, _, caller, inner = cause["frames"]
    assert (caller["file"], caller["line"], caller["function"]) == (library, 4, "price_each")
    assert inner["function"] == "fetch" and [outer["in_app"], caller["in_app"]] == [True, False]
    assert caller["context"] == {"start": 2, "lines": SHOP.splitlines()[1:6]}
    assert outer["context"]["lines"] == CRASH.splitlines() and (outer["file"], outer["line"]) == (shop, 2)


def test_the_text_is_what_ruby_prints_and_the_logger_takes_secrets_out(ruby, runner, shop):
    ended = runner.run([ruby, shop])
    (report,) = ended.reports
    text = report["backtrace"].split("\n\n", 1)[1]
    assert "tooth" not in text and ended.stderr.decode().replace("tooth", "[redacted]") == text


@pytest.mark.parametrize(
    "name, source",
    [
        ("recursive.rb", "def f; f; end\nf"),
        (
            "chain.rb",
            """
def read = raise(IOError, 'inner')
def parse
  read
rescue IOError
  raise ArgumentError, 'middle'
end
def main
  parse
rescue ArgumentError
  raise KeyError, 'outer'
end
main
""",
        ),
        ("block.rb", "def total(items)\n  items.sum { |item| item.price }\nend\ntotal([1])"),
        ("native.rb", "def parse(text)\n  Integer(text)\nend\nparse('3px')"),
        ("library.rb", "require 'json'\ndef load(text)\n  JSON.parse(text)\nend\nload('{')"),
        (
            "class.rb",
            "class Cart\n  def self.open = new.total\n  def total\n    nil.price\n  end\nend\nCart.open",
        ),
        ("lines.rb", 'def f\n  raise "one\\ntwo"\nend\nf'),
        ("main.rb", "raise 'boom'"),
        ("thread.rb", "def work = raise('boom')\nThread.new {\n  work\n}.join rescue 0"),
        ("syntax.rb", "def f("),
    ],
)
def test_the_text_on_stderr_has_the_fingerprint_of_the_report(
    ruby, runner, program, fingerprint_of_text, name, source
):
    ended = runner.run([ruby, program(source, name)])
    assert fingerprint_of_text(ended.stderr) == ended.reports[0]["fingerprint"]


def test_nothing_of_the_hook_can_be_seen_from_within(ruby, runner, program):
    assert runner.compare([ruby, program(SEEN)]).reports == []


@pytest.mark.parametrize(
    "env, count",
    [
        ({"CEL_DISABLE": "1"}, 0),
        ({"CEL_DISABLE": "0"}, 1),
        ({"CEL_CAPTURE": "thread"}, 0),
        ({"CEL_CAPTURE": "nonsense"}, 1),
        ({"CEL_CAPTURE": "thread, uncaught"}, 1),
        ({"CEL_IGNORE": "PriceError"}, 0),
        ({"CEL_IGNORE": "KeyError"}, 1),
        ({"CEL_TIMEOUT": "soon"}, 1),
    ],
)
def test_variables_choose_what_is_reported(ruby, runner, shop, env, count):
    assert len(runner.compare([ruby, shop], env=env).reports) == count


@pytest.mark.parametrize("name, value", [("VERSION", "2.6.10"), ("ENGINE", "jruby")])
def test_a_ruby_that_the_hook_is_not_for_is_left_alone(ruby, runner, program, volume, name, value):
    (old,) = [program("RUBY_%s = '%s'" % (name, value), "old.rb")]
    ended = runner.run(
        [ruby, "-W0", program(CRASH)], env={"RUBYOPT": "-r%s -r%s/ruby/cel.rb" % (old, volume)}
    )
    assert ended.reports == [] and b"LoadError" in ended.stderr


def test_a_second_time_changes_nothing(ruby, runner, shop, volume):
    twice = "-r%s/ruby/cel.rb -r%s/ruby/cel.rb" % (volume, volume)
    assert len(runner.compare([ruby, "-r%s/ruby/cel.rb" % volume, shop]).reports) == 1
    assert len(runner.run([ruby, shop], env={"RUBYOPT": twice}).reports) == 1


def test_a_flood_of_dying_threads_is_bounded(ruby, runner, program):
    source = "200.times { |n| Thread.new { eval \"raise 'boom'\", nil, 'x.rb', n }.join rescue 0 }"
    reports = runner.run([ruby, program(source)]).reports
    assert 20 <= len(reports) < 200
