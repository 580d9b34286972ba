# SPDX-License-Identifier: Apache-2.0
#
# What a tied handle has beside PRINT: for code that found our handle by its name, since it was compiled before
# us.
package ContainerExceptionLogger;

delete $INC{+__FILE__};

sub PRINTF  { shift; printf STDERR shift, @_ }
sub WRITE   { syswrite STDERR, $_[1], $_[2], $_[3] || 0 }
sub FILENO  { fileno STDERR }
sub CLOSE   { close STDERR }
sub BINMODE { @_ > 1 ? binmode STDERR, $_[1] : binmode STDERR }
sub OPEN    { @_ > 2 ? open STDERR, $_[1], $_[2] : open STDERR, $_[1] }

1;
