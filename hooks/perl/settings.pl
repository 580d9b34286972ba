# SPDX-License-Identifier: Apache-2.0
#
# The variables CEL_*, as docs/python.md has them; nonsense means the default.
package ContainerExceptionLogger;

my $TIMEOUT = 5;        # seconds, and the longest: as the logger has them
my $LONGEST = 86_400;

# Seconds until the logger has to have ended.
sub timeout {
    my $seconds = defined $ENV{CEL_TIMEOUT} ? $ENV{CEL_TIMEOUT} : '';
    return $seconds =~ /^\d*\.?\d+$/ && $seconds > 0 && $seconds <= $LONGEST ? $seconds : $TIMEOUT;
}

sub words { split ' ', join ' ', split /,/, defined $ENV{ $_[0] } ? $ENV{ $_[0] } : '' }

sub is_verbose { ($ENV{CEL_VERBOSE} || '') =~ /^(?:1|yes|true|on)$/i }

# Whether an error of this type is reported. There is one mechanism.
sub is_wanted {
    my ($type) = @_;
    my @chosen = grep { $_ eq 'die' || $_ eq 'thread' || $_ eq 'framework' } words('CEL_CAPTURE');
    return (!@chosen || grep { $_ eq 'die' } @chosen) && !grep { $_ eq $type } words('CEL_IGNORE');
}

# Where a logger may be: beside this folder, CEL_LOGGER, on PATH.
sub loggers {
    my ($name) = @_;
    my @path = grep { m{^/} } split /:/, defined $ENV{PATH} ? $ENV{PATH} : '';
    return grep { -f $_ && -x _ } "$folder/../bin/$name", $ENV{CEL_LOGGER} || (), map { "$_/$name" } @path;
}

1;
