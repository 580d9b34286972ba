// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// The relay's listening socket: `cel.sock`, mode 0666, in a folder that others may write to.
class Listener {
 public:
  static constexpr const char* kName = "cel.sock";

  /// Puts the socket into the folder `run` (which stays the caller's) in one step and without following
  /// symbolic links. What was there is replaced, which notice() tells unless it was a dead relay's socket.
  /// Errors name the folder `shown_folder`.
  static Result<Listener> open(int run, const std::string& shown_folder);

  Listener(Listener&&) = default;
  Listener& operator=(Listener&&) = delete;

  /// Closes the socket, and removes it unless another relay's has replaced it.
  ~Listener();

  int fd() const { return socket_.get(); }

  /// Returns a sentence about what was replaced; empty if there is none.
  const std::string& notice() const { return notice_; }
  std::string take_notice() { return std::exchange(notice_, {}); }

 private:
  Listener(Fd run, Fd socket, ino_t inode, std::string notice)
      : run_(std::move(run)), socket_(std::move(socket)), inode_(inode), notice_(std::move(notice)) {}

  Fd run_;
  Fd socket_;
  ino_t inode_;
  std::string notice_;
};

}  // namespace cel
