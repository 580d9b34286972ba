// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// What stands in a secret's place.
inline constexpr std::string_view kMask = "[redacted]";

/// What stands in the place of text that there was no time to look at.
inline constexpr std::string_view kUnread = "… left out: there was no time to redact it …";

/// A part of a text that is not to be shown.
struct Secret {
  enum class Kind {
    shape,     ///< told by itself, wherever it stands
    named,     ///< it goes by a secret's name
    doubtful,  ///< it follows a secret's name, and may be prose or code
    unread,    ///< nobody looked at it
  };
  std::size_t begin;
  std::size_t end;
  Kind kind;
};

/// Sorts what may overlap, and joins what does.
void merge(std::vector<Secret>& secrets);

/// The text with its secrets, which are in order and do not overlap, masked. `by_line`: with as many lines.
std::string masked(std::string_view text, const std::vector<Secret>& secrets, bool by_line = false);

}  // namespace cel
