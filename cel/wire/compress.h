// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// `bytes` as one zlib stream (RFC 1950). Throws std::bad_alloc when there is no memory.
std::string deflate_bytes(std::string_view bytes);

/// What the zlib stream `stream` holds; nothing when it is not exactly one whole stream, or holds more than
/// `limit` bytes.
std::optional<std::string> inflate_bytes(std::string_view stream, std::size_t limit);

/// The CRC-32 of `bytes` (ISO-HDLC, as in zlib and PNG).
std::uint32_t crc32_of(std::string_view bytes);

}  // namespace cel
