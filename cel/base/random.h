// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace cel {

/// `size` random bytes, at most 16, as 2 * size lower-case hex digits. They tell things apart and protect
/// nothing: where the kernel has no random bytes yet, the clock has to do.
std::string random_hex(std::size_t size);

}  // namespace cel
