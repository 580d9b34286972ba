// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cel/record/json.h"

namespace cel {

/// What reports of one and the same error have in common: `cel1:` and 12 hex digits of the SHA-256 over
///
/// - the type of every exception of the chain, the cause of all first;
/// - the 5 frames nearest to the crash of the exception that was raised, by module (or file name) and
/// function, only the
///   program's own where there are such, with recursion folded; a frame whose function has no name of its own
///   (`<module>`, `<lambda>`) counts by its source line;
/// - for an exception without frames its message, with what varies taken out.
///
/// No line numbers, and no message where there are frames, so that neither a shifted line nor another value
/// makes another error of it. Nothing for a record without `exceptions`.
std::optional<std::string> fingerprint(const Json& record);

/// `message` with numbers, hex, UUIDs, addresses, paths, e-mails and quoted strings replaced by what they
/// are.
std::string message_pattern(std::string_view message);

}  // namespace cel
