// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cel {

/// `file:line` or `file:line:column`.
struct Place {
  std::string_view file;
  std::uint64_t line = 0;
};

/// `text` as a place, its whole; nothing when it does not end in `:` and digits.
std::optional<Place> place_of(std::string_view text);

/// A header of a traceback, `Type: message` or `Type` alone, where a type is letters, digits and `._$`,
/// starts with a letter, and has no blank. The message may go on on the next lines.
struct TypeAndMessage {
  std::string_view type;
  std::string_view message;
};
std::optional<TypeAndMessage> type_and_message(std::string_view line);

/// Whether a type's name says that it is one of errors, as those of most programs do.
bool names_an_error(std::string_view type);

}  // namespace cel
