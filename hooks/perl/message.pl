# SPDX-License-Identifier: Apache-2.0
#
# Loaded with the first message that Perl prints: what is around it, and what follows from it.
package ContainerExceptionLogger;

our %loaded;
delete $INC{+__FILE__};

# Notes the places of the stack, innermost first, each with the function that is called there, as `caller` has
# them: all of 100, or the outermost 20 and the innermost 80.
sub note_calls {
    my @calls = calls_at(1, 101);
    if (@calls > 100) {
        my $depth = 128;
        $depth *= 2 while caller $depth;
        for (my $step = $depth / 2; $step >= 1; $step /= 2) {
            $depth -= $step if !caller $depth - $step;
        }
        splice @calls, 80, @calls, calls_at($depth - 20, $depth);
        $noted->{omitted} = $depth - 1 - 100 if $depth > 101;
    }
    $noted->{calls} = \@calls;
}

# The calls of some levels, each of which `caller` tells by the place of the one and the function of the next.
sub calls_at {
    my ($level, $end) = @_;
    my @calls;
    while ($level <= $end && (my @call = caller ++$level)) {
        $calls[-1][3] = $call[3] if @calls;
        push @calls, [ @call[ 0 .. 2 ] ];
    }
    return @calls;
}

# Runs before the END blocks that were there by now, which may change $?, and warn.
END { $dead = is_dead() ? $noted : 0 }

# Reports an error that was noted: whether that is done.
sub report_all {
    load_file($_) for qw(settings json frames deliver report);
    return report($_[0]);
}

# Runs another file of this folder, without a place in %INC.
sub load_file {
    my $path = "$folder/$_[0].pl";
    return if $loaded{$path};
    CORE::open my $file, '<:raw', $path or CORE::die;
    my $source = do { local $/; CORE::readline $file };
    eval "#line 1 \"$path\"\n$source" or CORE::die;
    $loaded{$path} = 1;
}

1;
