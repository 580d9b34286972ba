// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// `text`, any bytes, as it may be shown to a person: on one line, valid UTF-8, and without anything that a
/// terminal or a browser would obey instead of showing it. Control characters (C0, DEL, C1) become `\x1b`,
/// `\n`, `\t`; bytes that are not UTF-8 `\xff`; bidirectional and other invisible formatting, line separators
/// and what Unicode has not assigned `\u202e` or `\U000e0041`; combining marks beyond a few on one character
/// likewise. What an escape stands for is never guessed back: a text may hold the same characters itself.
std::string printable(std::string_view text);

/// As printable(), for a line of source code: tabs become spaces up to the next multiple of 4 columns.
std::string printable_source(std::string_view line);

/// As printable(), for text of several lines, split at the newlines; tabs become spaces. Nothing for an empty
/// text, and a newline at the end starts no line.
std::vector<std::string> printable_lines(std::string_view text);

/// How many columns of a terminal `printable` text takes, at most: East Asian wide characters and emoji two,
/// combining marks none. Where terminals differ (an emoji made of several), what the widest would do.
std::size_t columns(std::string_view printable);

/// `printable` text cut to at most `width` columns, the last of them `…` when something was cut.
std::string fitted(std::string_view printable, std::size_t width);

/// As fitted(), with the start cut: for paths, whose end tells most.
std::string fitted_end(std::string_view printable, std::size_t width);

/// As fitted(), filled with spaces to exactly `width` columns.
std::string padded(std::string_view printable, std::size_t width);

/// `printable` text broken into lines of at most `width` columns (at least 2), after spaces where there are
/// some in the second half of a line. Never empty.
std::vector<std::string> wrapped(std::string_view printable, std::size_t width);

}  // namespace cel
