# SPDX-License-Identifier: Apache-2.0
#
# JSON of hashes, arrays, texts and numbers. Perl's own is a module, and a program may have another one.
package ContainerExceptionLogger;

my %ESCAPES = map { chr($_) => sprintf '\\u%04x', $_ } 0 .. 31;
@ESCAPES{ '"', '\\' } = ('\\"', '\\\\');

# A text is quoted; a number is a reference to it. Pairs without a value are left out.
sub json {
    my ($value) = @_;
    if (ref $value eq 'HASH') {
        return '{' . join(',', map { quoted($_) . ':' . json($value->{$_}) }
                grep { defined $value->{$_} } sort keys %$value) . '}';
    }
    return '[' . join(',', map { json($_) } @$value) . ']' if ref $value eq 'ARRAY';
    return ref $value ? $$value : quoted($value);
}

sub quoted {
    my $text = utf8($_[0]);
    $text =~ s/([\x00-\x1f"\\])/$ESCAPES{$1}/g;
    return "\"$text\"";
}

# The bytes of a text: of characters, and of bytes that are UTF-8 or are taken for Latin-1.
sub utf8 {
    my ($text) = @_;
    my $copy = $text;
    utf8::upgrade($copy) if !utf8::is_utf8($copy) && !utf8::decode($copy);
    utf8::encode($copy);
    return $copy;
}

1;
