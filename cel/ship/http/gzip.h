// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// `bytes` as a gzip file (RFC 1952), soon compressed rather than small. Throws std::bad_alloc when there is
/// no memory.
std::string gzip(std::string_view bytes);

}  // namespace cel
