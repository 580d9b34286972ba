// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// Writes lines to a pipe, a terminal, a regular file or a socket without blocking. A descriptor that this
/// program opened is non-blocking; an inherited one shares its flags with other processes, so they are left
/// alone and each write asks not to block.
class LineWriter {
 public:
  LineWriter() = default;

  /// Takes over a non-blocking descriptor that this program opened.
  static LineWriter own(Fd fd);

  /// Borrows an inherited descriptor.
  static LineWriter inherited(int fd);

  /// Returns whether both write to the same file.
  bool writes_same_file_as(const LineWriter& other) const;

  explicit operator bool() const { return fd_ >= 0; }

  /// Writes `line`, which ends with a newline, with one write(2) unless the kernel takes less. A torn line is
  /// finished or, if that fails, closed with a newline, so that the next line is separate. On a full disk
  /// nothing is written.
  Result<void> write_line(std::string_view line, const Deadline& deadline) const;

 private:
  enum class Kind { own, inherited_pipe, inherited_socket, inherited_other };

  Result<void> reserve(std::size_t size) const;
  ssize_t write_some(std::string_view bytes, const Deadline& deadline) const;

  Fd own_;
  int fd_ = -1;
  Kind kind_ = Kind::inherited_other;
  bool is_regular_ = false;
};

/// Returns an error if `fd` is not a pipe, a socket, a regular file or a terminal, or is /dev/null.
Result<void> check_stream(int fd);

}  // namespace cel
