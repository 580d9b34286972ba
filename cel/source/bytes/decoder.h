// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "cel/source/bytes/byte_input.h"

namespace cel {

/// Compressed bytes that wait and the room for what they hold; a decoder moves both on.
struct Step {
  std::span<const char> in;
  std::span<char> out;
};

/// Decodes a file's bytes, a piece at a time.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  /// Decodes what it can; why it cannot, if so. `last`: no more input will come.
  virtual std::optional<std::string> decode(Step& step, bool last) = 0;

  /// Whether the compressed data may end here.
  virtual bool complete() const = 0;
};

/// Returns the decoder of a compression; null for none.
std::unique_ptr<Decoder> decoder_of(Compression compression);

/// Returns the decoder of UTF-16 to UTF-8. What is no valid UTF-16 becomes U+FFFD.
std::unique_ptr<Decoder> utf16_decoder();

}  // namespace cel
