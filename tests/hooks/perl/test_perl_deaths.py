# SPDX-License-Identifier: Apache-2.0
"""Every way in which a Perl program dies: what can be seen from outside is as without the hook, and each
death is one report."""

import re

from hook_runner import Cases, assert_reported

CASES = Cases("program.pl")
case = CASES.add


def fatal(reason):
    """A report of what the process dies of: a part of its reason."""
    return "die", "fatal", False, reason


case("die", "sub f { die 'boom' }\nf();", fatal("program.pl:1:main::f:die: boom"))
case("die with a newline", "sub f { die qq(boom\\n) }\nf();", fatal("program.pl:1:main::f:die: boom"))
case("die of nothing", "die", fatal("die: Died"))
case("die with errno", "$! = 7; die 'boom'", fatal("die: boom"))
case("die with a child's status", "system 'exit 3'; $! = 0; die 'boom'", fatal("die: boom"))
case(
    "error of Perl", "sub f { 1 / $_[0] }\nf(0);", fatal("program.pl:1:main::f:die: Illegal division by zero")
)
case("no method", "my $x; $x->price;", fatal('Can\'t call method "price" on an undefined value'))
case("no sub", "price();", fatal("Undefined subroutine &main::price called"))
case("strict", "use strict; my $x = 'y'; @$x;", fatal('Can\'t use string ("y") as an ARRAY ref'))
case("fatal warning", "use warnings FATAL => 'all'; my $x; my $y = \"$x\";", fatal("uninitialized value $x"))
case("syntax error", "print 1\nprint 2 3;\n", fatal("die: syntax error at"))
case("undeclared", "use strict;\n$x = 1;\n", fatal('Global symbol "$x" requires explicit package name'))
case("load error", "use Nowhere;\n", fatal("Can't locate Nowhere.pm in @INC"))
case("load error at run time", "require Nowhere;\n", fatal("Can't locate Nowhere.pm in @INC"))
case(
    "file that dies",
    "BEGIN { open my $f, '>', 'Inner.pm'; print $f qq(die 'boom';) }\nuse lib '.'; require Inner;",
    fatal("die: boom at Inner.pm line 1."),
)
case(
    "file that dies at the start",
    "BEGIN { open my $f, '>', 'Inner.pm'; print $f qq(die 'boom';) }\nuse lib '.'; use Inner;",
    fatal("die: boom at Inner.pm line 1."),
)
case("BEGIN", "BEGIN { die 'boom' }", fatal("die: boom"))
case("END", "END { die 'boom' }", fatal("die: boom"))
case("die and END", "END { print qq(end $?\\n); $? = 4 } die 'boom'", fatal("die: boom"))
case("die and exit in END", "END { exit 0 } die 'boom'", fatal("die: boom"))
case("die and die in END", "END { die 'two' } die 'one'", fatal("die: one"))
case("INIT", "INIT { die 'boom' }", fatal("die: boom"))
case(
    "croak",
    "package Shop; use Carp; sub f { croak 'boom' }\npackage main;\nsub g { Shop::f() }\ng();",
    fatal("die: boom at"),
)
case("confess", "use Carp; sub f { confess 'boom' }\nf(1);", fatal("die: boom at"))
case("signal handler", "$SIG{USR1} = sub { die 'boom' }; kill USR1 => $$; sleep 1;", fatal("die: boom"))
case("alarm", "$SIG{ALRM} = sub { die qq(alarm\\n) }; kill ALRM => $$; sleep 1;", fatal("die: alarm"))
case("sort", "my @x = sort { die 'boom' } 1, 2;", fatal("die: boom"))
case(
    "overload",
    "package O; use overload '+' => sub { die 'boom' };\npackage main;\n(bless []) + 1; (bless [], 'O') + 1",
    fatal("die: boom"),
)
case(
    "tie",
    "package T; sub TIESCALAR { bless [] } sub FETCH { die 'boom' }\npackage main; tie my $x, 'T'; print $x;",
    fatal("T::FETCH:die: boom"),
)
case("destructor", "package D; sub DESTROY { die 'boom' } package main; { my $x = bless [], 'D' } print 1;")
case("thread", "use threads; threads->create(sub { die 'boom' })->join; print 1;")
case("evaluated", "eval { die 'boom' }; print $@;")
case("evaluated string", "eval q(die 'boom'); print $@; eval q(1 +); print $@; eval q(use Nowhere); print 1;")
case(
    "optional modules",
    "BEGIN { eval { require Nowhere; 1 } or print 1; eval q(use Nowhere) } print 2; exit 3;",
)
case("raised again", "sub f { eval { die qq(boom\\n) }; die $@ } f();", fatal("die: boom"))
case("propagated", "eval { die 'boom' }; die;", fatal("die: boom at"))
case("evaluated within", "sub f { eval { 1 / 0 }; die 'boom' } f();", fatal("die: boom"))
case("exit", "exit 3;")
case("exit because of an error", "eval { die 'boom' } or do { warn $@; exit 3 };")
case("_exit", "use POSIX; eval { die 'boom' }; POSIX::_exit(3);")
case("signal", "kill TERM => $$; sleep 1;")
case("warning", "warn 'boom';")
case("warning and exit", "warn 'boom'; exit 3;")
case("warning after a death", "eval { die 'boom' }; warn $@; print STDERR 'more'; exit 1;")
case("death and warning in END", "END { warn 'late'; $? = 0 } die 'boom'", fatal("die: boom"))
case("exit and warning in END", "END { $! = 3; warn 'late' } exit 3;")
case(
    "warnings of others",
    "BEGIN { $SIG{__WARN__} = sub { print 'warned ', @_ } } warn 'x'; die 'boom'",
    fatal("boom"),
)
case("signal of a child", "$SIG{CHLD} = sub { print 'child' }; die 'boom'", fatal("die: boom"))
case("ignored children", "$SIG{CHLD} = 'IGNORE'; die 'boom'", fatal("die: boom"))
case(
    "wait in END", "END { print wait, '!', $?, '!', $! + 0, '!', $@ } $! = 9; die 'boom'", fatal("die: boom")
)

# Processes
case("fork", "my $p = fork // die; if (!$p) { die 'boom' } waitpid $p, 0; print $?;", fatal("die: boom"))
case(
    "both",
    "my $p = fork // die; if (!$p) { die 'boom' } waitpid $p, 0; die 'too'",
    fatal("boom"),
    fatal("too"),
)
case("child", "system 'perl', '-e', 'die 1'; print $?;", fatal("-e:1:<main>:die: 1"))
case("exec", "exec 'perl', '-e', 'die 1';", fatal("-e:1:<main>:die: 1"))

# The program's own handlers
case(
    "own handler",
    "$SIG{__DIE__} = sub { print 'seen ', @_; my $n = 0; print join '|', map { $_ // '' } "
    "(caller $n++)[0 .. 4] for 1 .. 3 };\nsub f { die 'boom' }\nf();",
    fatal("main::f:die: boom"),
)
case(
    "handler that confesses",
    "use Carp; $SIG{__DIE__} = \\&Carp::confess;\nsub f { die 'boom' }\nf(1);",
    fatal("main::f:die: boom"),
)
case("handler that dies", "$SIG{__DIE__} = sub { die 'two' }; die 'one'", fatal("die: two"))
case(
    "handler that dies of an eval",
    "$SIG{__DIE__} = sub { eval { die 'two' }; print $@ }; die 'one'",
    fatal("one"),
)
case("handler that exits", "$SIG{__DIE__} = sub { print STDERR @_; exit 9 }; die 'boom'")
case(
    "named handler",
    "sub seen { print 'seen ', @_ } $SIG{__DIE__} = 'seen'; print $SIG{__DIE__}; die 'boom'",
    fatal("die: boom"),
)
case(
    "handler of an eval",
    "$SIG{__DIE__} = sub { print 'seen ', $^S, @_ }; eval { die 'one' }; print $@; die 'two'",
    fatal("die: two"),
)
case(
    "local handler",
    "{ local $SIG{__DIE__} = sub { print 'seen ', @_ }; eval { die 'one' } } die 'two'",
    fatal("die: two"),
)
case(
    "no local handler",
    "eval { local $SIG{__DIE__}; die 'one' }; print defined $SIG{__DIE__} ? 1 : 2; die 'two'",
    fatal("die: two"),
)
case(
    "default handler",
    "$SIG{__DIE__} = sub { print 1 }; $SIG{__DIE__} = 'DEFAULT'; die 'boom'",
    fatal("die: boom"),
)
case(
    "handler of before",
    "my $old = $SIG{__DIE__}; $SIG{__DIE__} = sub { $old->(@_) if $old; print 1 }; die 'boom'",
    fatal("die: boom"),
)
case(
    "always a stack",
    "use Carp; $SIG{__DIE__} = sub { die Carp::longmess(@_) if !ref $_[0]; die $_[0] };\n"
    "eval { die 'one' }; print $@; sub f { die 'two' } f(1);",
    fatal("die: two"),
)

# What is thrown
case("hash", "die { code => 3 };", fatal("HASH: HASH(0x"))
case("object", "package E; sub new { bless {}, shift }\npackage main; die E->new;", fatal("E: E=HASH(0x"))
case(
    "object with a text",
    "package E; use overload '\"\"' => sub { 'boom' };\npackage main; die bless [], 'E';",
    fatal("E: boom"),
)
case(
    "broken text",
    "package E; use overload '\"\"' => sub { die 'two' };\npackage main; die bless [], 'E';",
    fatal("E: E"),
)
case(
    "text that exits",
    "package E; use overload '\"\"' => sub { exit 6 };\npackage main; die bless [], 'E';",
)
case(
    "object that PROPAGATEs",
    "package E; sub PROPAGATE { bless ['again'], 'E' }\npackage main; $@ = bless [], 'E'; die;",
    fatal("E: E=ARRAY"),
)
case(
    "object that is destroyed",
    "package E; sub DESTROY { print 'gone' }\npackage main; eval { die bless [], 'E' };\n"
    "$@ = ''; print 'here'; die bless [], 'E';",
    fatal("E: E=ARRAY"),
)
case("list", "die 'boom ', 3, qq(\\n);", fatal("die: boom 3"))
case("several lines", "die qq(one\\ntwo\\n);", fatal("die: one"))
case("other bytes", "die qq(b\\xffm\\n);", fatal("die: b\u00ffm"))
case("wide characters", "binmode STDERR, ':utf8'; die qq(b\\x{263a}m\\n);", fatal("die: b\u263am"))
case("utf8", "use utf8; binmode STDERR, ':utf8'; die qq(größe\\n);", fatal("die: größe"))
case("long message", "die 'x' x (1 << 20);", fatal("die: xxx"))
case(
    "ten thousand frames",
    "no warnings; sub f { $_[0] ? f($_[0] - 1) : die 'boom' } f(10000);",
    fatal("die: boom"),
)
case("long line", "die 'boom'; #" + "x" * 100000, fatal("die: boom"))
case("input", "<STDIN>; die 'boom'", fatal("die: boom"))

# Surroundings
case("warnings", "die 'boom'", fatal("die: boom"), options=["-w"])
case("all warnings", "die 'boom'", fatal("die: boom"), options=["-W"])
case("unicode", "die 'boom'", fatal("die: boom"), options=["-CSDA"])
case("separators", "($,, $\\, $\", $/) = ('a', 'b', 'c', 'd'); die 'boom'", fatal("die: boom"))
case(
    "other functions",
    "BEGIN { *CORE::GLOBAL::die = sub { print 'mine'; CORE::die(@_) }; "
    "*CORE::GLOBAL::time = *CORE::GLOBAL::fork = *CORE::GLOBAL::open = sub { print 'no'; CORE::exit 7 } }\n"
    "die 'boom';",
    fatal("die: boom"),
)
case(
    "no environment",
    "delete $ENV{$_} for grep { $_ ne 'CEL_SINK' } keys %ENV; die 'boom'",
    fatal("die: boom"),
)
case("program name", "$0 = 'shop: worker'; die 'boom'", fatal("die: boom"))
case("other folder", "chdir '/'; die 'boom'", fatal("die: boom"))
case("streams closed", "close STDIN; close STDOUT; close STDERR; die 'boom'", fatal("die: boom"))
case(
    "tied stream",
    "package T; sub TIEHANDLE { bless [] } sub PRINT { shift; print STDOUT 'tied ', @_ }\n"
    "package main; tie *STDERR, 'T'; die 'boom'",
    fatal("die: boom"),
)
case(
    "stream to memory",
    "{ local *STDERR; open STDERR, '>', \\my $held; warn 'warned'; print STDERR 'more'; print \"[$held]\" }\n"
    "die 'boom'",
    fatal("die: boom"),
)
case(
    "stream to a file",
    "open my $kept, '>&', \\*STDERR; open STDERR, '>', 'errors'; warn 'warned'; print -s 'errors';\n"
    "open STDERR, '>&', $kept; print fileno STDERR, *STDERR, defined tied *STDERR; die 'boom'",
    fatal("die: boom"),
)
case("stream like another", "*STDERR = *STDOUT; warn 'warned'; die 'boom'", fatal("die: boom"))
case("selected stream", "select STDERR; print 'out'; warn 'warned'; die 'boom'", fatal("die: boom"))
case(
    "stream of before",
    "use IO::Handle; STDERR->autoflush(0); STDERR->print('x'); die 'boom'",
    fatal("die: boom"),
)
case(
    "stream used before", "die 'boom'", fatal("die: boom"), options=["-MCarp", "-MIO::Handle", "-MTest::More"]
)
case(
    "encoded stream",
    "use open ':std', ':encoding(UTF-8)'; warn \"\\x{263a}\\n\"; die \"\\x{263a}\\n\"",
    fatal("die: \u263a"),
)


def test_death(death, perl, runner, program):
    ended = runner.compare([perl, *death.options, program(death.source, death.file)], env=death.env)
    assert_reported(ended, death)


def test_what_is_started_without_a_file_is_reported(perl, runner, tmp_path):
    (tmp_path / "input").write_text("die 'boom'")
    with open(str(tmp_path / "input")) as stdin:
        (report,) = runner.run([perl], stdin=stdin).reports
    assert report["executable"] == "perl - ..." and report["reason"] == "-:1:<main>:die: boom"
    (report,) = runner.compare([perl, "-e", "die 'boom'"]).reports
    assert report["executable"] == "perl -e ..." and report["reason"] == "-e:1:<main>:die: boom"
    (report,) = runner.compare([perl, "-ne", "die $_", "input"]).reports
    assert report["exception"]["message"] == "die 'boom'"
    assert runner.compare([perl, "-c", "-e", "die 'boom'; 1 +"]).reports == []


def test_what_was_not_written_yet_is_written_as_late_as_without_the_hook(perl, runner, program, tmp_path):
    source = program(
        "print 'out'; package D; sub DESTROY { print STDERR 'gone' }\n"
        "package main; our $kept = bless [], 'D'; die 'boom'"
    )
    written = []
    for hooked in (True, False):
        with open(str(tmp_path / "both"), "w+b") as both:
            runner.start([perl, source], hooked, None, stdout=both, stderr=both).wait()
            both.seek(0)
            written.append(re.sub(b"0x[0-9a-f]+", b"0x", both.read()))
    assert written[0] == written[1]
