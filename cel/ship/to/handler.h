// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A command of the shell that runs, with pipes to its standard input and from its standard output; it has a
/// process group of its own.
class Handler {
 public:
  static Result<Handler> start(const std::string& command);

  Handler() = default;
  Handler(Handler&& other) noexcept { *this = std::move(other); }
  Handler& operator=(Handler&& other) noexcept;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

  /// Closes its standard input, and kills it if it does not end within a second.
  ~Handler();

  explicit operator bool() const { return pid_ > 0; }

  int input() const { return input_.get(); }    ///< to write to, never blocking; -1 once it is closed
  int output() const { return output_.get(); }  ///< to read from
  void close_input() { input_ = Fd(); }

  /// Waits for its end, kills its group at the deadline, and says how it ended: "status 1", "signal 9"; empty
  /// for status 0.
  std::string end(const Deadline& deadline);

 private:
  pid_t pid_ = 0;
  Fd input_;
  Fd output_;
};

}  // namespace cel
