// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "cel/trace/links.h"

namespace cel::python {

inline constexpr std::string_view kGroupHeader = "  + Exception Group Traceback (most recent call last):";

/// `Traceback (most recent call last):`, perhaps at the end of what a program left unfinished.
bool is_traceback(std::string_view line);

/// What the hook or the logger has put where it shortened a long traceback: a line of its own, or within one.
bool is_cut(std::string_view line);

/// `line` without the margin of an exception group nested `depth` deep (2 * depth spaces, `| `; none for 0);
/// nothing when it has no such margin.
std::optional<std::string_view> within_margin(std::string_view line, std::size_t depth);

/// `+-+---- 1 ----`, which opens the members of a group, `+---- 2 ----` and `+----`, which closes them.
struct Separator {
  enum Kind { kFirst, kNext, kEnd } kind;
  std::size_t depth;  ///< of the members
};
std::optional<Separator> separator(std::string_view line);

/// `  File "f", line 1, in g`. Without `in`, the place of a syntax error, `function` is empty.
std::optional<TextFrame> frame_line(std::string_view line);

/// How an exception hangs on the one after this line: "cause", "context", or null when it is another line.
const char* connector(std::string_view line);

/// `package.Type: message`, split as `exceptions` has it; the message may be empty.
struct TypeLine {
  std::string_view module;
  std::string_view type;
  std::string_view message;
};
std::optional<TypeLine> type_line(std::string_view line);

}  // namespace cel::python
