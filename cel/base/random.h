// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace cel {

/// Returns `size` random bytes, at most 16, as 2 * size lower-case hex digits. They are for telling things
/// apart, not for security: if the kernel has no random bytes yet, they are made of the clock.
std::string random_hex(std::size_t size);

}  // namespace cel
