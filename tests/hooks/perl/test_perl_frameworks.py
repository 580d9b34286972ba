# SPDX-License-Identifier: Apache-2.0
"""Programs with well-known frameworks run as without the hook; what these catch is not reported, and what
they do not catch is."""

import re

import pytest

CATCHING = {
    "Test::More": """
use Test::More tests => 3; ok 1; ok 0, 'no'; is_deeply [1], [2]; diag 'said'; $! = 2; warn "warned\\n";
""",
    "Mojolicious": """
use Mojolicious::Lite -signatures; use Test::Mojo; use Test::More;
get '/' => sub ($c) { die 'no price' };
get '/ok' => sub ($c) { $c->render(text => 'ok') };
app->log->level('fatal');
my $t = Test::Mojo->new; $t->get_ok('/')->status_is(500); $t->get_ok('/ok')->status_is(200);
done_testing;
""",
    "Plack": """
use Plack::Test; use HTTP::Request::Common;
my $shop = sub { die "no price\\n" if $_[0]{PATH_INFO} eq '/buy'; [200, [], ['ok']] };
test_psgi $shop, sub { my $cb = shift; print $cb->(GET $_)->code, "\\n" for '/', '/buy' };
""",
    "Dancer2": """
package Shop; use Dancer2; set logger => 'console'; set log => 'error';
get '/' => sub { die "no price\\n" };
package main; use Plack::Test; use HTTP::Request::Common;
test_psgi(Shop->to_app, sub { my $cb = shift; print $cb->(GET $_)->code, "\\n" for '/', '/none' });
""",
}
DYING = {
    "Test::More": "use Test::More; ok 1; sub f { die 'no price' } f();",
    "Mojolicious": "use Mojolicious::Lite; sub f { die 'no price' } f(); app->start;",
    "Try::Tiny": "use Try::Tiny; try { die 'caught' } catch { f() }; sub f { die 'no price' }",
    "Moo": "package S; use Moo; has price => (is => 'ro', default => sub { die 'no price' }); S->new->price;",
}


def without_process(text):
    return re.sub(rb"^\[Shop:\d+\] error @[^>]*>|\d+ms|\[\d{4}-[^\]]*\] \[\d+\]", b"", text, flags=re.M)


@pytest.mark.parametrize("framework", CATCHING)
def test_what_a_framework_catches_is_as_without_the_hook(framework, perl, runner, program):
    runner.shown = lambda text, process: without_process(text)
    assert runner.compare([perl, program(CATCHING[framework])]).reports == []


@pytest.mark.parametrize("framework", DYING)
def test_what_a_framework_does_not_catch_is_reported(framework, perl, runner, program):
    (report,) = runner.compare([perl, program(DYING[framework])]).reports
    assert "die: no price" in report["reason"]
