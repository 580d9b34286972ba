// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace cel {

/// How a process ended, and what it took.
struct Ending {
  pid_t pid = 0;
  int wait_status = 0;    ///< as wait(2) gives it
  int exec_error = 0;     ///< the errno if its program could not be run
  bool as_asked = false;  ///< it is the answer to a signal that asked it to end
  uid_t uid = 0;
  rusage usage{};
  std::chrono::steady_clock::duration run_time{};
  std::string name;          ///< of the program that ran last, as its command line calls it; empty: not known
  std::string executable;    ///< its file; empty: not known
  std::string no_core;       ///< why it left no core where its signal leaves one; empty: not known
  std::string stderr_tail;   ///< the end of what it wrote there, if that was kept
  std::size_t left_out = 0;  ///< bytes of it that were kept, and that there is no time for
  std::uint64_t oom_kills = 0;                            ///< in its memory cgroup while it ran
  bool has_reported = false;                              ///< it has reported its end by itself
  std::optional<std::chrono::milliseconds> killed_after;  ///< this program killed it, as --grace says
  std::optional<std::chrono::milliseconds> timeout;       ///< it had not ended then, and was asked to

  /// The signal that ended it; 0 for none.
  int signal() const;

  /// Its exit status, or 128 and the signal that ended it.
  int exit_status() const;

  /// Whether it ended as nobody wanted it to: too late, or neither with status 0 nor as asked.
  bool failed() const { return timeout.has_value() || (exit_status() != 0 && !as_asked); }
};

}  // namespace cel
