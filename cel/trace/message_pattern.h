// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// `message` with numbers, hex, UUIDs, addresses, paths, e-mails and quoted strings replaced by what they
/// are, and white space folded; at most 120 bytes.
std::string message_pattern(std::string_view message);

/// `text` without white space at its ends, and each run of it within made one space; at most 120 bytes.
std::string folded_spaces(std::string_view text);

}  // namespace cel
