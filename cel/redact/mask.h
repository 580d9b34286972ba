// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// Replaces a secret.
inline constexpr std::string_view kMask = "[redacted]";

/// Replaces text that there was no time to search.
inline constexpr std::string_view kUnread = "… left out: there was no time to redact it …";

/// A part of a text, `[begin, end)`, that must not be shown.
struct Secret {
  enum class Kind {
    shape,     ///< recognized by its own shape
    named,     ///< the value of a secret's name
    doubtful,  ///< follows a secret's name, but may be prose or code
    unread,    ///< was not searched, for want of time
  };
  std::size_t begin;
  std::size_t end;
  Kind kind;
};

/// Sorts `secrets` by position and joins those that overlap.
void merge(std::vector<Secret>& secrets);

/// Returns the text with its secrets, which are in order and do not overlap, masked. `by_line`: line by line,
/// so that the text keeps its number of lines.
std::string masked(std::string_view text, const std::vector<Secret>& secrets, bool by_line = false);

}  // namespace cel
