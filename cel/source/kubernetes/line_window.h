// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// What was read of a log by its lines' times, so that reading goes on where it ended: no line is missed that
/// was written a little late, and none comes twice. A position holds it.
class LineWindow {
 public:
  explicit LineWindow(std::int64_t from) : from_(from) {}

  /// The window that a position holds; nothing is known of what holds none.
  static LineWindow of(const Json& position);

  /// From when on lines are to be asked for, in microseconds.
  std::int64_t from() const { return from_; }

  /// Returns whether such a line was read before, or is from before the window.
  bool knows(std::int64_t time, std::uint64_t hash) const;

  /// Notes a line that was read; `counts`: reports may be in it, so that it must not come again.
  void note(std::int64_t time, std::uint64_t hash, bool counts);

  /// As JSON.
  Json position() const;

 private:
  struct Seen {
    std::int64_t time = 0;
    std::uint64_t hash = 0;
  };

  std::int64_t from_ = 0;
  std::deque<Seen> seen_;  // in the order in which they came
};

}  // namespace cel
