// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cel {

using Sha256Digest = std::array<unsigned char, 32>;

/// Computes the SHA-256 (FIPS 180-4) of bytes that are added in pieces. Own code: the static
/// programs need nothing else of a cryptographic library.
class Sha256 {
 public:
  void add(std::string_view bytes);

  /// Returns the digest of all added bytes. Nothing may be added afterwards.
  Sha256Digest digest();

 private:
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::string rest_;  // less than a block
  std::uint64_t size_ = 0;
};

/// Returns the SHA-256 of `bytes`.
Sha256Digest sha256(std::string_view bytes);

}  // namespace cel
