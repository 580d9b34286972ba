# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Ruby program dies: what can be seen from outside is as without the hook, and each
death is one report."""

import re
import resource

from hook_runner import Cases, assert_reported

CASES = Cases("program.rb")
case = CASES.add


def fatal(reason):
    """A report of what the process dies of: a part of its reason."""
    return "uncaught", "fatal", False, reason


def of_thread(reason):
    return "thread", "error", False, reason


case("raise", "def f\n  raise 'boom'\nend\nf\n", fatal("program.rb:2:f:RuntimeError: boom"))
case("syntax error", "puts 1\ndef f(\n", fatal("program.rb:2: syntax error"))
case("syntax error in a file", "eval 'def f('", fatal("SyntaxError: (eval):1: syntax error"))
case("load error", "require 'nowhere'\n", fatal("LoadError: cannot load such file -- nowhere"))
case("error of C", "[1].first('x')", fatal("program.rb:1:<main>:TypeError: no implicit conversion"))
case("no method", "nil.price", fatal("NoMethodError: undefined method `price' for nil"))
case("no name", "def price; end\nprise\n", fatal("NameError: undefined local variable or method `prise'"))
case("frozen", "'x'.freeze << 'y'", fatal("FrozenError: can't modify frozen String"))
case("system call", "File.read('/nowhere')", fatal("Errno::ENOENT: No such file or directory"))
case("throw", "throw :nowhere", fatal("UncaughtThrowError: uncaught throw :nowhere"))
case("stop iteration", "[].each.next", fatal("StopIteration: iteration reached an end"))
case("local jump", "def f; proc { return 1 }; end\nf.call\n", fatal("LocalJumpError: unexpected return"))
case("fiber", "Fiber.new { raise 'boom' }.resume", fatal("RuntimeError: boom"))
case("dead fiber", "f = Fiber.new {}; f.resume; f.resume", fatal("FiberError"))
case("enumerator", "Enumerator.new { |y| raise 'boom' }.next", fatal("RuntimeError: boom"))
case("lazy", "(1..3).lazy.map { |n| n / 0 }.first(1)", fatal("ZeroDivisionError: divided by 0"))
case(
    "evaluated", "eval 'raise %q(boom)', binding, 'rule.rb', 7", fatal("rule.rb:7:<main>:RuntimeError: boom")
)
case("BEGIN and END", "END { puts 'end' }\nBEGIN { puts 'begin' }\nraise 'boom'", fatal("RuntimeError: boom"))
case("ensure", "begin; raise 'boom'; ensure; puts 'ensured'; end", fatal("RuntimeError: boom"))
case("retried", "n = 0\nbegin; raise 'boom'; rescue; n += 1; retry if n < 3; raise; end", fatal("boom"))
case("stack overflow", "def f; f; end\nf", fatal("SystemStackError: stack level too deep"))
case("deadlock", "Queue.new.pop", fatal("fatal: No live threads left. Deadlock?"))
case("interpreter's options", "raise 'boom'", fatal("boom"), options=["-w", "--disable-gems"])
case("frozen literals", "raise 'boom'", fatal("boom"), options=["--enable-frozen-string-literal"])
case("debug", "raise 'boom'", fatal("boom"), options=["-W:no-deprecated", "-Eascii-8bit:ascii-8bit"])
case(
    "other separators",
    "$; = 'o'; $, = 'x'; $/ = 'y'; $\\ = 'z'\nraise 'boom'",
    fatal("boom"),
    options=["-W0"],
)

# Causes
case(
    "cause",
    "begin\n  {}.fetch(:price)\nrescue KeyError\n  raise ArgumentError, 'boom'\nend\n",
    fatal("program.rb:4:rescue in <main>:ArgumentError: boom"),
)
case("no cause", "begin; raise 'a'; rescue; raise IOError, 'b', cause: nil; end", fatal("IOError: b"))
case("cause never raised", "raise IOError, 'b', cause: KeyError.new('k')", fatal("IOError: b"))
case(
    "cyclic causes",
    "class E < StandardError; def cause; self; end; end\nraise E, 'boom'",
    fatal("E: boom"),
)
case(
    "many causes",
    "def f(n)\n  raise n.to_s if n == 0\n  begin; f(n - 1); rescue; raise n.to_s; end\nend\nf(50)",
    fatal("RuntimeError: 50"),
)

# Threads
case("thread", "Thread.new { raise 'boom' }.join rescue puts 'joined'", of_thread("RuntimeError: boom"))
case("thread that nobody joins", "Thread.new { raise 'boom' }; sleep 0.2", of_thread("RuntimeError: boom"))
case(
    "thread whose error ends the program", "Thread.new { raise 'boom' }.join", of_thread("RuntimeError: boom")
)
case(
    "thread that ends the program",
    "Thread.abort_on_exception = true\nThread.new { raise 'boom' }; sleep 5",
    of_thread("RuntimeError: boom"),
)
case(
    "quiet thread",
    "t = Thread.new { Thread.current.report_on_exception = false; raise 'boom' }\nt.join",
    fatal("RuntimeError: boom"),
)
case(
    "quiet thread that is asked",
    "Thread.report_on_exception = false\nThread.new { raise 'boom' }.value rescue 0",
)
case(
    "thread with a cause",
    "Thread.new { begin; raise 'a'; rescue; raise KeyError, 'b'; end }.join rescue 0",
    of_thread("KeyError: b"),
)
case("thread without the name", "Thread.new { prise }.join rescue 0", of_thread("NameError"))
case("thread that exits", "Thread.new { exit 3 }.join")
case("thread that is killed", "t = Thread.new { sleep }; sleep 0.05; t.kill; t.join")
case(
    "thread that is raised in",
    "t = Thread.new { sleep }; sleep 0.05; t.raise('boom'); t.join rescue 0",
    of_thread("RuntimeError: boom"),
)
case("thread that asks a message", "Thread.new { begin; raise 'a'; rescue => e; puts e.message; end }.join")
case(
    "timeout",
    "require 'timeout'\nTimeout.timeout(0.05) { sleep }",
    fatal("Timeout::Error: execution expired"),
)
case("queue", "q = Queue.new; q.close; q.push(1)", fatal("ClosedQueueError"))
case("ractor", "r = Ractor.new { raise 'boom' }\nr.take", fatal("Ractor::RemoteError"), options=["-W0"])
case(
    "message in a ractor",
    "p Ractor.new { begin; raise 'a'; rescue => e; e.message; end }.take",
    options=["-W0"],
)
case(
    "fifty threads", "50.times { Thread.new { raise 'boom' }.join rescue 0 }", of_thread("RuntimeError: boom")
)

# The end
case("exit", "exit 3")
case("exit!", "begin; raise 'boom'; rescue; exit! 3; end")
case("exit because of an error", "begin; raise 'boom'; rescue; exit 3; end")
case("abort", "abort 'bye'")
case("abort because of an error", "begin; raise 'boom'; rescue; abort; end")
case("exit of a class", "class E < SystemExit; end\nraise E")
case("at_exit", "at_exit { puts 'bye' }; raise 'boom'", fatal("RuntimeError: boom"))
case("error in at_exit", "at_exit { raise 'boom' }", fatal("RuntimeError: boom"))
case(
    "another error in at_exit",
    "at_exit { raise '2' }; at_exit { raise '3' }; raise '1'",
    fatal("RuntimeError: 2"),
)
case("exit in at_exit", "at_exit { exit 4 }; raise 'boom'", fatal("RuntimeError: boom"))
case("exit in at_exit, handled", "at_exit { begin; raise 'boom'; rescue; exit 4; end }")
case("exit! in at_exit", "at_exit { exit! 4 }; raise 'boom'")
case("at_exit in at_exit", "at_exit { at_exit { raise '2' }; puts 1 }", fatal("RuntimeError: 2"))
case("at_exit that sees the stack", "at_exit { p $!, caller, $@ }; raise 'boom'", fatal("RuntimeError: boom"))
case("finalizer", "ObjectSpace.define_finalizer(Object.new, proc { raise 'boom' })\nGC.start")
case("signal", "Process.kill(:TERM, $$); sleep 1")
case("interrupt", "Process.kill(:INT, $$); sleep 1")
case("raised interrupt", "raise Interrupt, 'bye'")
case(
    "signal handler",
    "trap(:USR1) { raise 'boom' }; Process.kill(:USR1, $$); sleep 1",
    fatal("RuntimeError: boom"),
)
case("signal of a child", "trap(:CHLD) { puts 'child' }; raise 'boom'", fatal("RuntimeError: boom"))
case("ignored children", "trap(:CHLD, 'IGNORE'); raise 'boom'", fatal("RuntimeError: boom"))
case(
    "signal handler of a child in a thread",
    "trap(:CHLD) { puts 'child' }\nThread.new { raise 'boom' }.join rescue 0\n"
    "Process.wait(fork {}); sleep 0.1",
    of_thread("RuntimeError: boom"),
)
case(
    "status of a child", "`true`\nThread.new { raise 'boom' }.join rescue 0\np $?.success?", of_thread("boom")
)
case("broken pipe", "r, w = IO.pipe; r.close; w << 'x'; w.flush")
case("too large", "'x' * (1 << 62)", fatal("NoMemoryError: failed to allocate memory"))
case("no memory", "raise NoMemoryError", fatal("NoMemoryError"))

# Processes
case("fork", "Process.wait(fork { raise 'boom' }); p $?.exitstatus", fatal("RuntimeError: boom"))
case(
    "fork of a thread", "Thread.new { Process.wait(fork { raise 'boom' }) }.join", fatal("RuntimeError: boom")
)
case("fork that exits at once", "Process.wait(fork { begin; raise 'boom'; ensure; exit! 2; end })")
case("both", "Process.wait(fork { raise 'boom' }); raise 'too'", fatal("boom"), fatal("too"))
case("child", "system('ruby', '-e', 'raise %q(boom)')", fatal("-e:1:<main>:RuntimeError: boom"))
case("exec", "exec 'ruby', '-e', 'raise %q(boom)'", fatal("-e:1:<main>:RuntimeError: boom"))
case("exec of nothing", "exec '/nowhere'", fatal("Errno::ENOENT"))

# What is raised
case("class", "raise IOError", fatal("program.rb:1:<main>:IOError"))
case("nothing", "raise", fatal("RuntimeError"))
case("empty message", "raise ''", fatal("RuntimeError"))
case("no exception", "raise 42", fatal("TypeError: exception class/object expected"))
case(
    "object with exception",
    "o = Object.new; def o.exception(*) = KeyError.new('boom')\nraise o",
    fatal("KeyError: boom"),
)
case("nameless class", "raise Class.new(StandardError), 'boom'", fatal(": boom"))
case(
    "class in a module",
    "module Shop; class PriceError < StandardError; end; end\nraise Shop::PriceError, 'boom'",
    fatal("Shop::PriceError: boom"),
)
case(
    "class that hides its name",
    "class E < StandardError; def self.to_s; puts 'ran'; 'X'; end; end\nraise E",
    fatal("E"),
)
case("exception", "raise Exception, 'boom'", fatal("Exception: boom"))
case("message of several lines", 'raise "one\\n\\tfrom two:3:in `x\'\\nfour"', fatal("RuntimeError: one"))
case("message that is no text", "raise IOError, 42", fatal("IOError: 42"))
case("nil for a message", "class E < StandardError; def message; nil; end; end\nraise E", fatal("E"))
case("broken message", "class E < StandardError; def message; raise 'again'; end; end\nraise E", fatal("E"))
case("message that exits", "class E < StandardError; def message; exit 7; end; end\nraise E", fatal("E"))
case("message that throws", "class E < StandardError; def message; throw :x; end; end\nraise E", fatal("E"))
case("broken to_s", "class E < StandardError; def to_s; raise 'again'; end; end\nraise E", fatal("E"))
case(
    "broken inspect",
    "class E < StandardError; def inspect; puts 'ran'; raise '2'; end; end\nraise E, 'boom'",
    fatal("E: boom"),
)
case(
    "message that sees the stack",
    "class E < StandardError; def to_s; caller.map { |c| c[/`.*/] }.to_s; end; end\n"
    "begin; raise E; rescue => e; puts e.message; end\nThread.new { raise E }.join rescue 0",
    of_thread("E"),
)
case("message of other bytes", 'raise "b\\xffm".b', fatal("RuntimeError: b"))
case("message of another encoding", "raise 'größe'.encode('UTF-16LE')", fatal("RuntimeError: größe"))
case(
    "own backtrace",
    "e = IOError.new('boom'); e.set_backtrace(['x.rb:7:in `mine\\'']); raise e",
    fatal("x.rb:7:mine:IOError: boom"),
)
case(
    "odd backtrace",
    "e = IOError.new('boom'); e.set_backtrace(['here', 'a:b:c']); raise e",
    fatal("IOError: boom"),
)
case("backtrace of a method", "class E < IOError; def backtrace; ['x.rb:7']; end; end\nraise E", fatal("E"))
case("frozen error", "raise IOError.new('boom').freeze", fatal("boom"))
case("long message", "raise 'x' * (1 << 20)", fatal("RuntimeError: xxx"))
case(
    "ten thousand frames",
    "def f(n); n == 0 ? raise('boom') : f(n - 1); end\nf(9000)",
    fatal("RuntimeError: boom"),
)
case("long line", "raise 'boom' #" + "x" * 100000, fatal("RuntimeError: boom"))
case("method missing", "class E < BasicObject; end\nE.new.price", fatal("NoMethodError"))

# A program that replaced what we use
case(
    "spoilt builtins",
    """
[[Process, %i[spawn wait wait2 kill clock_gettime]], [IO, %i[pipe select binread read]],
 [File, %i[read stat readlink open executable?]], [Signal, %i[trap]]].each do |owner, names|
  names.each { |name| owner.define_singleton_method(name) { |*| puts name; raise 'spoilt' } }
end
raise 'boom'
""",
    fatal("RuntimeError: boom"),
)
case(
    "spoilt constants",
    """
%i[Process IO File ENV Signal].each { |name| Object.send(:remove_const, name) }
raise 'boom'
""",
    fatal("RuntimeError: boom"),
)
case(
    "no environment",
    "sink = ENV['CEL_SINK']; ENV.clear; ENV['CEL_SINK'] = sink if sink\nraise 'boom'",
    fatal("boom"),
)
case("program name", "$0 = 'shop: worker'\nraise 'boom'", fatal("RuntimeError: boom"))
case("other folder", "Dir.chdir('/')\nraise 'boom'", fatal("RuntimeError: boom"))
case("streams closed", "$stdout.close; $stderr.close; raise 'boom'", fatal("RuntimeError: boom"))
case("other streams", "require 'stringio'; $stderr = StringIO.new; raise 'boom'", fatal("RuntimeError: boom"))
case(
    "odd streams",
    "o = Object.new; def o.write(*) = STDOUT.syswrite('w')\n$stdout = o; puts 1; raise 'boom'",
    fatal("RuntimeError: boom"),
)
case(
    "own message", "class Exception; def message; 'mine'; end; end\nraise 'boom'", fatal("RuntimeError: mine")
)


def test_death(death, ruby, runner, program):
    ended = runner.compare([ruby, *death.options, program(death.source, death.file)], env=death.env)
    assert_reported(ended, death)


def test_what_is_started_without_a_file_is_reported(ruby, runner, tmp_path):
    (tmp_path / "input").write_text("raise 'boom'")
    with open(str(tmp_path / "input")) as stdin:
        (report,) = runner.run([ruby], stdin=stdin).reports
    assert report["executable"] == "ruby - ..." and report["reason"] == "-:1:<main>:RuntimeError: boom"
    (report,) = runner.compare([ruby, "-e", "raise 'boom'"]).reports
    assert report["executable"] == "ruby -e ..."
    (report,) = runner.compare([ruby, "-n", "-e", "raise $_", "input"]).reports
    assert report["reason"].endswith("RuntimeError: raise 'boom'")


def test_what_was_not_written_yet_is_written_as_late_as_without_the_hook(ruby, runner, program, tmp_path):
    source = program("puts 'out'\nThread.new { raise 'a' }.join rescue warn 'joined'\nraise 'b'")
    written = []
    for hooked in (True, False):
        with open(str(tmp_path / "both"), "w+b") as both:
            runner.start([ruby, source], hooked, None, stdout=both, stderr=both).wait()
            both.seek(0)
            written.append(re.sub(b"0x[0-9a-f]+", b"0x", both.read()))
    assert written[0] == written[1] and written[0].endswith(b"out\n")


def test_a_program_without_memory_ends_as_without_the_hook(ruby, runner, program):
    hungry = program("a = []\nloop { a << 'x' * 1_000_000 }")
    limit = 400 << 20
    ended = runner.compare(
        [ruby, hungry], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    )
    assert ended.status == 1 and b"failed to allocate memory" in ended.stderr
