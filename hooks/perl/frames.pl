# SPDX-License-Identifier: Apache-2.0
#
# The frames of a record from the calls that were noted, with the source lines around each: read from regular
# files, bounded.
package ContainerExceptionLogger;

my $AROUND = 2;          # lines before and after
my $SIZE   = 1 << 20;    # bytes of a file that is read
my $FILES  = 50;
my $LINE   = 200;        # bytes
my $OUTER  = 20;
my %sources;

# `frames`, outermost first, with `omitted_frames`, as the elements of an exception.
sub frames {
    my ($error) = @_;
    my @frames = map { frame(@$_) } reverse @{ $error->{calls} };
    my $omitted = $error->{omitted};
    return (
        frames         => \@frames,
        omitted_frames => $omitted ? { after => \$OUTER, count => \$omitted } : undef,
    );
}

sub frame {
    my (undef, $file, $line, $function) = @_;
    my $own = $file !~ m{/perl5/|/perl/5|/perl-base/|/(?:site|vendor)_perl/};    # cel/trace has the same rule
    return {
        file     => $file,
        line     => \$line,
        function => $function,    # none, of the main program
        in_app   => \($own ? 'true' : 'false'),
        context  => context($file, $line),
    };
}

sub context {
    my ($file, $line) = @_;
    my $lines = $sources{$file} ||= keys %sources < $FILES ? lines($file) : [];
    return undef if $line < 1 || $line > @$lines;
    my $first = $line > $AROUND            ? $line - $AROUND : 1;
    my $last  = $line + $AROUND < @$lines ? $line + $AROUND : @$lines;
    return { start => \$first, lines => [ map { substr $_, 0, $LINE } @$lines[ $first - 1 .. $last - 1 ] ] };
}

sub lines {
    my ($file) = @_;
    my $path = full_path($file);
    return [] if !-f $path || -s _ > $SIZE || !CORE::open my $opened, '<:raw', $path;
    return [ map { s/\r?\n\z//r } CORE::readline $opened ];
}

sub full_path { $_[0] =~ m{^/} ? $_[0] : "$start/$_[0]" }

# The call nearest to the error that is the program's own, if there is one.
sub place {
    my @frames = reverse @{ $_[0] };
    return (grep { ${ $_->{in_app} } eq 'true' } @frames)[0] || $frames[0];
}

1;
