# SPDX-License-Identifier: Apache-2.0
#
# Loaded with the first message that Perl prints: what is around it, and what follows from it.
package ContainerExceptionLogger;

our %loaded;
delete $INC{+__FILE__};

# Notes the places of the stack, innermost first, each with the function that is called there, as `caller` has
# them: all of 100, or the outermost 20 and the innermost 80.
sub note_calls {
    my $depth = 1;    # without the frame of PRINT
    $depth *= 2 while caller 1 + $depth;
    for (my $step = $depth / 2; $step >= 1; $step /= 2) {
        $depth -= $step if !caller 1 + $depth - $step;
    }
    my @levels = $depth > 100 ? (0 .. 79, $depth - 20 .. $depth - 1) : (0 .. $depth - 1);
    $noted->{calls}   = [ map { [ (caller 1 + $_)[ 0 .. 2 ], (caller 2 + $_)[3] ] } @levels ];
    $noted->{omitted} = $depth - @levels;
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
