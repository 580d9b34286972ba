// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// What stands where something was cut: `… N bytes …`.
std::string cut_marker(std::size_t bytes);

/// `text`, valid UTF-8, such that escaped_size() of it is at most `limit`: as it is when it fits, else its
/// start and its end around a cut_marker(), twice as much of the end as of the start, because tracebacks end
/// with what matters. Never splits a character. Empty when `limit` does not even hold the marker.
std::string cut_middle(std::string_view text, std::size_t limit);

/// How many bytes of the start of `text` to keep where the text was cut behind it: up to the last line or,
/// without one nearby, word that is whole, since half a word may be half a secret that nobody recognizes.
std::size_t whole_start(std::string_view text);

/// The same for the end of `text`, where the text was cut before it: how many bytes of its end to keep.
std::size_t whole_end(std::string_view text);

/// `text` as it is when it has at most `limit` bytes, else its start and its end, each whole lines or words,
/// around a cut_marker(). Any bytes, and `limit` at least 256.
std::string keep_ends(std::string_view text, std::size_t limit);

/// The largest cap for which the sum of min(size, cap) over all `sizes` is at most `total`.
std::size_t even_cap(const std::size_t* sizes, std::size_t count, std::size_t total);

}  // namespace cel
