// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace cel {

/// The SHA-256 of `bytes` (FIPS 180-4).
std::array<unsigned char, 32> sha256(std::string_view bytes);

}  // namespace cel
