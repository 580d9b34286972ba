// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// What reports of one and the same error have in common: `cel2:` and 12 hex digits of the SHA-256 over
///
/// - the language;
/// - the types of the chain and of a group's members, by exception_chain.h;
/// - the 2 functions nearest to the crash, by call_path.h, of the exception that was raised or, where it only
///   wraps a cause or gathers a group, of that cause or the first member: with recursion folded, and none
///   before one that a library called; where it crashed in no function, the line of source;
/// - for a stack overflow, which breaks off anywhere, the functions that call each other, in no order;
/// - for an exception without frames its message, with what varies taken out (message_pattern.h).
///
/// No line numbers, and no message where there are functions to tell errors by, so that neither a shifted
/// line nor another value makes another error of it. Nothing for a record without `exceptions`.
std::optional<std::string> fingerprint(const Json& record);

/// The same of a record that has this `type` and these `exceptions`.
std::optional<std::string> fingerprint(std::string_view type, const Json& exceptions);

/// The fingerprint of a record that is nothing but a text: over its reason, with what varies taken out, and
/// the name of the program.
std::string fingerprint_of_reason(const Json& record);

}  // namespace cel
