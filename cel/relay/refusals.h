// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/relay/peer.h"

namespace cel {

/// Counts what was refused, and makes at most one line of it in so many seconds: whoever is refused may be
/// hostile, and must not fill a log that way.
class Refusals {
 public:
  using Time = Deadline::Clock::time_point;

  void count(const Peer& peer, std::string_view why);

  /// The line that is due at `now`, without a newline, if one is.
  std::optional<std::string> summary(Time now);

  /// When a line will be due, if anything was refused since the last.
  std::optional<Time> due() const;

 private:
  std::uint64_t total_ = 0;
  std::uint64_t told_ = 0;
  Peer last_peer_;
  std::string last_reason_;
  Time next_{};
};

}  // namespace cel
