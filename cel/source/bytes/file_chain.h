// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cel/source/bytes/byte_input.h"
#include "cel/source/bytes/file_window.h"

namespace cel {

/// Where in a log that is kept in several files, oldest first. Offsets are those after decompression.
struct LogPlace {
  std::size_t file = 0;
  std::uint64_t offset = 0;

  // clang-tidy 14 takes the 0 that the comparisons are made of for a pointer.
  friend auto operator<=>(const LogPlace&, const LogPlace&) = default;  // NOLINT(modernize-use-nullptr)
};

/// The files of one log as one stream of bytes, in which a file's last line ends even if its newline is
/// missing. Files that cannot be opened or read are passed over; why is kept for later.
class FileChain {
 public:
  /// Gives the bytes of the file of a number, from an offset on. A null pointer: there is no such file any
  /// more, which is no error.
  using Opener = std::function<Result<std::unique_ptr<ByteInput>>(LogPlace)>;

  /// Reads `files` files from `from` on.
  FileChain(std::size_t files, Opener opener, LogPlace from);

  /// As ByteInput::read(), but it never fails.
  std::size_t read(char* bytes, std::size_t size);

  /// In place of read(): maps what follows, up to `size` bytes, together with what was read from the byte
  /// number `from` on. Empty where that is not in one plain file or is not worth it: read it.
  FileWindow map(std::uint64_t from, std::size_t size);

  /// Where the byte of a number is, counted from 0 for the first that was read.
  LogPlace place(std::uint64_t number) const;

  /// What went wrong first, or empty.
  const std::string& error() const { return error_; }

  std::uint64_t bytes() const { return bytes_; }

 private:
  void open_next();
  void fail(const std::string& message);

  struct Start {
    std::uint64_t number = 0;
    LogPlace place;
  };
  std::size_t files_;
  Opener opener_;
  LogPlace next_;  // what is opened next
  std::unique_ptr<ByteInput> input_;
  std::vector<Start> starts_;
  std::uint64_t bytes_ = 0;
  bool newline_ = true;  // whether the last byte was one
  std::string error_;
};

}  // namespace cel
