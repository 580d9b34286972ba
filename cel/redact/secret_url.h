// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_value.h"

namespace cel {

/// Returns where the URL ends that `at` is in.
std::size_t url_end(std::string_view text, std::size_t at);

/// Returns the user and password of a URL whose authority begins at `at`, or the key in its path; empty if it
/// has none. `url_end`: the end of the URL; `last_at`: the position of its last @, or npos.
Value secret_in_url(std::string_view text, std::size_t at, std::size_t url_end, std::size_t last_at);

}  // namespace cel
