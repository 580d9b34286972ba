# SPDX-License-Identifier: Apache-2.0
#
# Reports the errors that a Perl program dies of to the log of its container.
#
# This file is all that runs when a program starts, by PERL5OPT=-M. It takes the place of the handle that Perl
# itself writes to when it warns or dies, and notes each such message; only Perl's own code finds that handle,
# since the program gets another glob by the name STDERR. An END block tells whether the last message was of a
# death. The rest of this folder is loaded with the first message, and when there is something to report.
# Hence the rules of this file: it loads no module, leaves no trace in %INC and %SIG, changes neither $!,
# $@ nor $?, and never dies. Perls before 5.20 are left alone.
package ContainerExceptionLogger;

our ($folder, $stderr, $handle, $noted, $dead, $script, $start);

sub TIEHANDLE { bless [] }

BEGIN {
    ${^WARNING_BITS} = '';    # `no warnings`, without loading it
    $folder = substr __FILE__, 0, rindex __FILE__, '/';
    delete $INC{+__FILE__};
    if ($] >= 5.020 && !$stderr && ($ENV{CEL_DISABLE} || '0') eq '0') {
        ($script, $start) = ($0, readlink '/proc/self/cwd');
        ($stderr, $handle) = (\*STDERR, *STDERR{IO});
        delete $main::{STDERR};
        *{'main::STDERR'} = $handle;    # another glob, for all that is compiled from here on
        tie *OURS, __PACKAGE__;
        *$stderr = *OURS{IO};
    }
}

# Perl warns or dies with this message; the stack is still that of the program.
sub PRINT {
    $noted = { text => ref $_[1] || $_[1], class => ref $_[1], status => status(), calls => [ [ caller ] ] };
    $noted->{late} = ${^GLOBAL_PHASE} eq 'END';
    {
        local ($!, $@, $_);
        load() and note_calls();
    }
    my $text = $noted->{text} = "$_[1]";    # of an object: its own code, which Perl runs to print it
    if (my $tied = tied *STDERR) {          # by the program: called in the same place of the stack
        @_ = ($tied, $text);
        goto &{ $tied->can('PRINT') };
    }
    local ($\, $,);
    my $selected = select STDERR;
    my $flushed  = $|;
    $| = 1;
    print STDERR $text;
    my $error = $! + 0;
    $| = $flushed;
    select $selected;
    $! = $error;
    $noted->{status} = status();
    return 1;
}

# Whether what follows from a message could be loaded, which Perl refuses within a text that it cannot parse.
sub load { defined &note_calls or do "$folder/message.pl" }

# What Perl ends with, if it dies now.
sub status { $! & 255 || $? >> 8 & 255 || 255 }

# What was compiled before this file, such as what `perl -M` names, uses the handle as any other.
sub AUTOLOAD {
    do "$folder/handle.pl";
    our $AUTOLOAD;
    goto &$AUTOLOAD if defined &$AUTOLOAD;
}
sub DESTROY { }

# Whether the program ends with the status that Perl gives a death with the last message. What an END block dies
# of comes with more words.
sub is_dead {
    return $noted && ($? & 255) == $noted->{status}
        && (!$noted->{late} || $noted->{text} =~ /END failed--call queue aborted/);
}

# Gives Perl its handle back, and reports what the program died of: what it had died of before the first END
# block, or an END block.
sub finish {
    untie *$stderr;
    *$stderr = $handle;
    my $error = $dead;
    $error ||= $noted if is_dead() && ($noted->{late} || !defined $dead);
    ($noted, $dead) = ();
    return if !$error;
    local ($@, $!, $?, $_, $/, $,, $\, $;, $") = ('', 0, 0, undef, "\n", undef, undef, '', ' ');
    eval { load(); report_all($error) } or eval $alone;
}

# Where the rest of us cannot be loaded, or no logger be started: writes type, place and calls, without the
# message, in which nobody could mask secrets, to one of our streams that is also PID 1's. A text until it is
# needed, as it takes a quarter of the time of a start to compile.
our $alone = <<'PERL';
my @places = map { "$$_[1] line $$_[2]" } @{ $error->{calls} };
my $reason = ($error->{class} || 'die') . " at $places[0]";
my @texts  = ($script, $reason, join "\n\tat ", "$reason\n", @places);
for (@texts) {
    $_ = substr $_, 0, 1000;
    s/[^ -~\n\t]/?/g, s/(["\\])/\\$1/g, s/\n/\\n/g, s/\t/\\t/g;
}
my $line = sprintf 'container-exception-logger - {"type":"Perl","executable":"%s","reason":"%s",'
    . "\"backtrace\":\"%s\",\"time\":%d,\"pid\":%d}\n", @texts, time, $$;
for my $stream (1, 2) {
    my $ours = readlink "/proc/self/fd/$stream";
    next if !defined $ours || $ours ne (readlink "/proc/1/fd/$stream" || '');
    open my $opened, '>&=', $stream or next;
    last if syswrite $opened, $line;
}
PERL

END { finish() if $stderr }

1;
