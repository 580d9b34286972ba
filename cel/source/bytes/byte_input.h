// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// Bytes that come one after the other.
class ByteInput {
 public:
  ByteInput() = default;
  ByteInput(const ByteInput&) = delete;
  ByteInput& operator=(const ByteInput&) = delete;
  virtual ~ByteInput() = default;

  /// Up to `size` bytes (more than 0) into `bytes`, as many as there are at once, waiting for the first; 0 at
  /// the end. After an error nothing more comes.
  virtual Result<std::size_t> read(char* bytes, std::size_t size) = 0;

  /// The file whose bytes these are just as it holds them, from where its offset stands, which is where the
  /// FileChain that reads it was told to begin; null: there is none.
  virtual const Fd* plain_file() const { return nullptr; }
};

/// How a file's bytes are kept, as its first bytes tell: those of UTF-16 its byte order mark.
enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2, utf16 };

/// `head` is the file's first bytes, 6 of them when there are as many.
Compression compression_of(std::string_view head);

/// What is in `file`, from where its offset stands.
std::unique_ptr<ByteInput> raw_input(Fd file);

/// What the compressed bytes of `input` hold: all streams or frames that follow each other. Of damaged or
/// truncated ones everything before the damage comes, then an error. Takes as much memory as the compressed
/// data's window, at most 32 MiB for zstd and 66 MiB for xz (`xz -9`).
std::unique_ptr<ByteInput> decompressed(std::unique_ptr<ByteInput> input, Compression compression);

}  // namespace cel
