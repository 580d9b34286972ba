# SPDX-License-Identifier: Apache-2.0
"""What the hooks of PHP, Ruby and Perl add to the start of a program, to one that is healthy, and to one that
dies."""

import sys

from measure import BUILD, ROOT, race, table, write_report

sys.path.insert(0, str(ROOT / "tests" / "support"))
import languages  # noqa: E402

ROUNDS = {"start": 40, "healthy": 15, "crash": 40}
RUBY = {
    "start": "",
    "healthy": """
def each(n)
  raise ArgumentError, 'odd' if n % 7 == 0
  n.to_s.size
rescue ArgumentError => e
  e.message.size
end
puts (0...400_000).sum { |n| each(n) }
4.times.map { |t| Thread.new { (0...20_000).sum { |n| each(n) } } }.each(&:join)
""",
    "crash": "def f(n)\n  raise TypeError, 'boom' if n == 0\n  f(n - 1)\nend\nf(8)\n",
}
PERL = {
    "start": "",
    "healthy": """
sub each_one {
    my ($n) = @_;
    die "odd\\n" if $n % 7 == 0;
    my %item = (number => $n, text => "item $n");
    return length join ',', map { "$_=$item{$_}" } sort keys %item;
}
my $sum = 0;
for my $n (1 .. 150_000) { $sum += eval { each_one($n) } || length $@ }
print "$sum\\n";
""",
    "crash": "use strict; use warnings;\nsub f { my ($n) = @_; die 'boom' if !$n; f($n - 1) }\nf(8);\n",
}
PHP = {
    "start": "<?php ",
    "healthy": """<?php
function each_of($n) {
  try {
    if ($n % 7 === 0) throw new DomainException('odd');
    return strlen(json_encode([$n, @$nothing]));
  } catch (DomainException $e) {
    return strlen($e->getMessage());
  }
}
for ($n = $sum = 0; $n < 1000000; $n++) $sum += each_of($n);
""",
    "crash": "<?php function f($n) { if ($n === 0) throw new TypeError('boom'); f($n - 1); }\nf(8);\n",
}
EMPTY = {
    "perl": ("empty.pl", "1;", 'PERL5OPT=-M5;BEGIN{do"%s/empty.pl"}'),
    "php": ("empty.ini", "auto_prepend_file = %s/start.php\n", "PHP_INI_SCAN_DIR=:%s"),
    "ruby": ("empty.rb", "", "RUBYOPT=-r%s/empty.rb"),
}
PROGRAMS = {
    "perl": ("/usr/bin/perl", ".pl", PERL),
    "php": ("/usr/bin/php", ".php", PHP),
    "ruby": ("/usr/bin/ruby", ".rb", RUBY),
}


def bench(volume, language):
    """Prints the table of a language: programs without the hook, with an empty file loaded in the same way,
    and with the hook."""
    folder = BUILD / language
    folder.mkdir(parents=True, exist_ok=True)
    name, source, variable = EMPTY[language]
    (folder / name).write_text(source.replace("%s", str(folder)), encoding="ascii")
    hook = languages.environment(language, volume)
    ways = {
        "without": [],
        "empty file": [variable % folder],
        "hook": ["%s=%s" % (hook.variable, hook.value)],
    }
    runtime, suffix, programs = PROGRAMS[language]
    nothing = write_report("nothing.json", {})
    rows = []
    for name, source in programs.items():
        program = folder / (name + suffix)
        program.write_text(source, encoding="ascii")
        commands = [[*environment, runtime, program] for environment in ways.values()]
        without, *others = race(ROUNDS[name], nothing, *commands)
        costs = [f"{runs.difference_to(without):+.2f} ({runs.ratio_to(without):.3f})" for runs in others]
        rows.append([name, f"{without.us / 1000:.1f}", *costs])
    table(
        "%s, milliseconds, medians of pairs (+: more than without a hook, and the ratio; empty file: the "
        "least that any file costs that is loaded in this way)" % language.capitalize(),
        ["program", *ways],
        rows,
    )
