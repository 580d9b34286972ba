// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// The files in which the kernel counts the OOM kills in this program's memory cgroup, the likeliest first:
/// `memory.events` of version 2, `memory.oom_control` of version 1. From /proc/self/cgroup (cgroups(7)) and
/// /proc/self/mountinfo (proc(5)).
std::vector<std::string> oom_counters(std::string_view cgroup, std::string_view mountinfo);

/// The number on the line `oom_kill N`.
std::optional<std::uint64_t> oom_kills_in(std::string_view counters);

/// Tells whether the kernel has killed anything in this program's memory cgroup for want of memory.
class OomKills {
 public:
  /// Counts from now on.
  void start();

  /// How many there were since; 0 where nothing counts them.
  std::uint64_t count() const;

 private:
  std::string file_;  // empty: none
  std::uint64_t before_ = 0;
};

}  // namespace cel
