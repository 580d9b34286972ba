// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/source/bytes/byte_input.h"

namespace cel {

/// A file of a log that is read from any offset on: one that may grow, a pipe, or a compressed one, whose
/// offsets are those of what is in it.
class TailFile {
 public:
  enum class Kind : std::uint8_t { plain, pipe, compressed };

  TailFile() = default;
  TailFile(Fd file, Kind kind) : file_(std::move(file)), kind_(kind) {}

  explicit operator bool() const { return static_cast<bool>(file_); }
  const Fd& descriptor() const { return file_; }
  bool is_pipe() const { return kind_ == Kind::pipe; }
  bool is_compressed() const { return kind_ == Kind::compressed; }

  /// Reads from `offset` on, in a pipe what comes next; 0: there is nothing for now. An error is one of
  /// reading: of a compressed file, that it is damaged or truncated.
  Result<std::size_t> read(std::uint64_t offset, char* bytes, std::size_t size);

  /// Whether nothing comes any more: of a pipe whose other end is closed, of a compressed file.
  bool ended() const { return ended_; }

  /// The first bytes, `size` of them when there are as many.
  std::string head(std::size_t size);

  /// Bytes that decompressing takes now; rest() frees them, and the next read() begins anew.
  std::size_t held() const;
  void rest();

  /// Whether it holds at least so many bytes.
  bool reaches(std::uint64_t offset);

 private:
  Result<void> begin_at(std::uint64_t offset);

  Fd file_;
  Kind kind_ = Kind::plain;
  Compression compression_ = Compression::none;
  std::unique_ptr<ByteInput> input_;  // of a compressed file
  std::uint64_t at_ = 0;              // in what it holds
  bool ended_ = false;
};

}  // namespace cel
