// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/relay/peer.h"

namespace cel {

/// Counts refusals, and reports them in at most one line in 10 s, so that hostile clients cannot fill a log.
class Refusals {
 public:
  using Time = Deadline::Clock::time_point;

  void count(const Peer& peer, std::string_view why);

  /// Returns the line that is due at `now`, without a newline, if there is one.
  std::optional<std::string> summary(Time now);

  /// Returns when the next line is due, if anything was refused since the last one.
  std::optional<Time> due() const;

 private:
  std::uint64_t total_ = 0;
  std::uint64_t told_ = 0;
  Peer last_peer_;
  std::string last_reason_;
  Time next_{};
};

}  // namespace cel
