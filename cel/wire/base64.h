// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// `bytes` in base64 (RFC 4648, section 4), with padding.
std::string base64_encode(std::string_view bytes);

/// The bytes of `text`, which must be canonical padded base64: nothing when it is not.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace cel
