// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "cel/trace/trace.h"

namespace cel {

/// What the lines that `text` ends with, which are no traceback, say of why a program ended; nothing where no
/// runtime, library or interpreter is known by its words: Perl's die, a shell's and glibc's errors, a Rust
/// program's `main` that returns one. Only of a program that failed: other lines may look like these.
std::optional<Trace> last_words(std::string_view text);

}  // namespace cel
