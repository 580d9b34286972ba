// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// The socket that a relay's clients connect to: `cel.sock`, mode 0666, in a folder that others may write to.
class Listener {
 public:
  static constexpr const char* kName = "cel.sock";

  /// Puts the socket into the folder `run` (which stays the caller's) under its name, in one step and without
  /// following a symbolic link. A dead relay's socket is replaced; whatever else was there is replaced, too,
  /// and notice() says so. An error is a sentence with `shown_folder` in it.
  static Result<Listener> open(int run, const std::string& shown_folder);

  Listener(Listener&&) = default;
  Listener& operator=(Listener&&) = delete;

  /// Closes the socket, and removes it unless another relay's took its place.
  ~Listener();

  int fd() const { return socket_.get(); }

  /// What a person should know of how the place was taken; empty for nothing.
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
