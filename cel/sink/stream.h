// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A file descriptor that lines are written to: a pipe, a terminal, a regular file or a socket.
///
/// When it is this program's own open file description it is non-blocking. When it is inherited, others share
/// its flags, which are therefore left alone, and each write is told not to block.
class Stream {
 public:
  Stream() = default;

  /// Takes over an own, non-blocking descriptor.
  static Stream own(Fd fd);

  /// Borrows `fd`, which stays the caller's.
  static Stream inherited(int fd);

  /// Whether two streams lead to the same file.
  bool leads_to_same_file(const Stream& other) const;

  explicit operator bool() const { return fd_ >= 0; }

  /// Writes `line`, which ends in a newline, with one write(2) unless the kernel takes less. A torn line is
  /// finished, or if that fails closed with a newline, so that the next one stands by itself. On a full disk
  /// nothing is begun.
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

/// Why lines must not be written to `fd`, or success: it must be a pipe, a socket, a regular file or a
/// terminal.
Result<void> check_stream(int fd);

}  // namespace cel
