// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cel/record/json.h"

namespace cel {

/// What reports of one and the same error have in common: `cel1:` and 12 hex digits of the SHA-256 over
///
/// - the language;
/// - the type of every exception of the chain, the cause of all first, and which types a group has;
/// - the 5 frames nearest to the crash of the exception that was raised (of a group, of its first member), by
///   frame_name.h: only the program's own where there are such, with recursion folded; a frame whose function
///   has no name of its own (`<module>`, `<lambda>`) counts by its source line where it is the nearest;
/// - for a stack overflow, which breaks off anywhere, the functions that call each other, in no order;
/// - for an exception without frames its message, with what varies taken out (message_pattern.h).
///
/// No line numbers, and no message where there are functions to tell errors by, so that neither a shifted
/// line nor another value makes another error of it. Nothing for a record without `exceptions`.
std::optional<std::string> fingerprint(const Json& record);

/// The fingerprint of a record that is nothing but a text: over its reason, with what varies taken out, and
/// the name of the program.
std::string fingerprint_of_reason(const Json& record);

}  // namespace cel
