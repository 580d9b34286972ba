# SPDX-License-Identifier: Apache-2.0
#
# Makes the record of an error in ABRT's terms and ours, and has it sent.
package ContainerExceptionLogger;

my $MESSAGE = 65_536;    # characters
my $TEXT    = 65_536;    # characters, of which both ends are kept

# Whether nothing is left to do for what was noted of an error.
sub report {
    my ($error) = @_;
    my $type = $error->{class} || 'die';
    return 1 if !is_wanted($type);
    my %exception = (type => $type, message => substr bare($error), 0, $MESSAGE);
    my %link      = (%exception, frames($error));
    my $reason    = reason(\%link);
    return deliver({
        type       => 'Perl',
        executable => $script =~ /^-e?$/ ? "perl $script ..." : full_path($script),
        reason     => $reason,
        backtrace  => "$reason\n\n" . text($error),
        time       => \CORE::time,
        pid        => \$$,
        uid        => \($< + 0),
        id         => kernel('random/uuid') =~ tr/-//dr || undef,
        hostname   => kernel('hostname') || undef,
        exception  => \%exception,
        exceptions => [ \%link ],
        mechanism  => 'die',
        handled    => \'false',
        severity   => 'fatal',
        runtime    => { name => 'perl', version => sprintf '%vd', $^V },
    });
}

# The message without the place that Perl adds to it, ` at shop.pl line 5, <STDIN> line 3.`
sub bare {
    my ($error) = @_;
    my (undef, $file, $line) = @{ $error->{calls}[0] };
    return $error->{text} =~ s/ at \Q$file\E line $line(?:, <[^>]*> (?:line|chunk) \d+)?\.?\n?\z//r
        =~ s/\n\z//r;
}

# As Perl prints it, and the calls as Carp does, without their arguments.
sub text {
    my ($error) = @_;
    my @inner = @{ $error->{calls} };
    my $text  = $error->{text} =~ s/\n?\z/\n/r;
    for my $at (1 .. $#inner) {
        my (undef, $file, $line) = @{ $inner[$at] };
        $text .= "\t$inner[ $at - 1 ][3]() called at $file line $line\n";
    }
    my $half = $TEXT / 2;
    return $text if length $text <= $TEXT;
    return substr($text, 0, $half) . "\n... " . (length($text) - $TEXT) . " characters ...\n" . substr $text, -$half;
}

# What the kernel says of itself; empty without /proc.
sub kernel {
    my ($name) = @_;
    CORE::open my $file, '<:raw', "/proc/sys/kernel/$name" or return '';
    my $text = CORE::readline $file;
    chomp $text;
    return $text;
}

# `file:line:function:Type: message`
sub reason {
    my ($link)  = @_;
    my ($first) = split /\n/, $link->{message};
    my $words   = substr defined $first && $first ne '' ? "$link->{type}: $first" : $link->{type}, 0, 1000;
    my $place   = place($link->{frames}) or return $words;
    my ($file)  = $place->{file} =~ m{([^/]*)$};
    return "$file:${ $place->{line} }:" . (defined $place->{function} ? $place->{function} : '<main>') . ":$words";
}

1;
