# SPDX-License-Identifier: Apache-2.0
"""What a report of a Perl program holds, what is seen of the hook, and what the variables do."""

import languages
import pytest

SHOP = """\
package Shop;
use Carp;
sub message { 'order 4711: no price, password=tooth' }
sub price_each {
    my ($order) = @_;
    croak message() if !$order->{price};
}
1;
"""
CRASH = """\
use lib 'lib/perl5';
use Shop;
sub total {
    Shop::price_each(@_);
}
total({});
"""
SEEN = """
my @before = sort keys %INC; print "@before\\n@INC\\n", defined $SIG{__DIE__}, "\\n";
print join(' ', sort keys %SIG), tied(%SIG), tied(*STDERR), *STDERR, fileno STDERR, "\\n";
print join(' ', map { defined $_ ? $_ : 'undef' } $!, $@, $?, $_, $0, $^W, $^H, $^P, $^S, $,, $/), "\\n";
print join(' ', sort grep { !/^(CEL_SINK|PERL5OPT)$/ } keys %ENV), "\\n";
print join(' ', map { defined $_ ? $_ : 'undef' } caller), "\\n";
opendir my $fds, '/proc/self/fd'; print scalar(() = readdir $fds), "\\n";
print eval "__FILE__", "\\n"; eval 'die'; print $@; require Carp; print Carp::longmess('here');
use B; print ref(B::main_cv()), B::end_av()->isa('B::AV') ? 'ends' : 'no end', "\\n"; END { print "end\\n" }
print STDERR 'x' x 10; local $| = 1; printf "%s\\n", join ',', sort { $a <=> $b } 3, 1;
"""


@pytest.fixture
def shop(program):
    program(SHOP, "lib/perl5/Shop.pm")
    return program(CRASH)


def test_a_report_has_places_and_source_lines(perl, runner, shop, tmp_path):
    (report,) = runner.run([perl, shop]).reports
    (raised,) = report["exceptions"]
    assert report["type"] == "Perl" and report["executable"] == shop and report["runtime"]["name"] == "perl"
    assert report["reason"].startswith("program.pl:4:main::total:die: order 4711: no price")
    outer, middle, inner = raised["frames"][:3]
    assert (outer["file"], outer["line"], outer.get("function")) == (shop, 6, None)
    assert (middle["function"], inner["function"]) == ("main::total", "Shop::price_each")
    assert inner["file"] == "lib/perl5/Shop.pm" and inner["line"] == 6
    assert [outer["in_app"], middle["in_app"], inner["in_app"]] == [True, True, False]
    assert inner["context"] == {"start": 4, "lines": SHOP.splitlines()[3:8]}
    assert middle["context"]["lines"] == CRASH.splitlines()[1:6]
    assert "Carp" in raised["frames"][-1]["function"]


def test_the_text_is_what_perl_prints_and_the_logger_takes_secrets_out(perl, runner, shop):
    ended = runner.run([perl, shop])
    (report,) = ended.reports
    text = report["backtrace"].split("\n\n", 1)[1]
    assert "tooth" not in text and text.startswith(ended.stderr.decode().replace("tooth", "[redacted]"))
    assert text.endswith("\tmain::total() called at %s line 6\n" % shop)


def test_the_same_error_has_the_same_fingerprint_in_another_version(perl, runner, program):
    source = "sub f { die 'no ', $_[0] }\nf('%s');\n"
    prints = {
        runner.run([perl, program(lines + source % what)]).reports[0]["fingerprint"]
        for lines, what in (("", "price"), ("# new\n", "stock"))
    }
    assert len(prints) == 1


@pytest.mark.parametrize(
    "source",
    [
        "use Carp;\nsub total { confess 'no price' }\nsub run {\n    total(1);\n}\nrun();\n",
        "package Cart;\nuse Carp;\nsub new { bless [] }\nsub sum {\n    confess 'no ', $_[1];\n}\n"
        "package main;\nCart->new->sum(3);\n",
        "use Carp;\nsub f {\n    my $n = shift;\n    $n ? f($n - 1) : confess 'deep';\n}\nf(120);\n",
    ],
)
def test_the_text_of_carp_has_the_fingerprint_of_the_report(
    perl, runner, program, fingerprint_of_text, source
):
    ended = runner.run([perl, program(source)])
    assert fingerprint_of_text(ended.stderr) == ended.reports[0]["fingerprint"]


def test_nothing_of_the_hook_can_be_seen_from_within(perl, runner, program):
    assert runner.compare([perl, program(SEEN)]).reports == []


@pytest.mark.parametrize(
    "env, count",
    [
        ({"CEL_DISABLE": "1"}, 0),
        ({"CEL_DISABLE": "0"}, 1),
        ({"CEL_CAPTURE": "thread"}, 0),
        ({"CEL_CAPTURE": "nonsense"}, 1),
        ({"CEL_CAPTURE": "thread, die"}, 1),
        ({"CEL_IGNORE": "Other,die"}, 0),
        ({"CEL_IGNORE": "Shop"}, 1),
        ({"CEL_TIMEOUT": "soon"}, 1),
    ],
)
def test_variables_choose_what_is_reported(perl, runner, shop, env, count):
    assert len(runner.compare([perl, shop], env=env).reports) == count


def test_a_second_time_changes_nothing(perl, runner, shop, volume):
    hook = languages.environment("perl", volume)
    twice = hook.joined(hook.value)
    assert len(runner.run([perl, shop], env={"PERL5OPT": twice}).reports) == 1
    source = "print join ' ', @INC, sort keys %INC"
    alone, doubled = (
        runner.compare([perl, "-e", source]),
        runner.run([perl, "-e", source], env={"PERL5OPT": twice}),
    )
    assert alone.seen == doubled.seen


def test_under_taint_checks_perl_does_not_load_the_hook(perl, runner, program):
    assert runner.compare([perl, "-T", program("die 'boom'")]).reports == []
