// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// Where a tree of files comes from.
struct TreeSource {
  std::string place;   ///< http://…, https://…, or a file's path
  std::string sha256;  ///< in lower-case hex digits; empty: not known

  bool is_https() const { return place.starts_with("https://"); }
  bool is_http() const { return place.starts_with("http://") || is_https(); }
};

/// What CEL_DEBUG asks for.
struct DebugWords {
  bool verbose = false;
  bool stay_alive = false;
  std::optional<TreeSource> tree;
};

/// Reads `verbose`, `stayalive` and `fstree=URL[#sha256=DIGEST]`, separated by commas, in any order. The
/// error lists the words that there are.
Result<DebugWords> parse_debug_words(std::string_view text);

/// Whether each of the words in `text`, and there is one, is one of those above. DEBUG is a variable of many
/// programs, and only then ours.
bool are_debug_words(std::string_view text);

}  // namespace cel
