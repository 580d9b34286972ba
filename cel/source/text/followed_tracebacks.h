// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "cel/record/json.h"
#include "cel/source/lines/found_tracebacks.h"
#include "cel/source/text/file_tail.h"

namespace cel {

/// The tracebacks in a log file that grows. One is complete once lines follow that are none of it, or no line
/// comes for two seconds; then it waits three more for the report that a hook may make of the same death.
class FollowedTracebacks {
 public:
  explicit FollowedTracebacks(std::shared_ptr<const Container> container)
      : traces_(TextFormat::any, std::move(container)) {}

  /// Takes the line that `tail` gave last.
  void take(std::string_view line, const FileTail& tail);

  /// There is no further line for now or, if `over`, for good.
  void pause(bool over);

  /// Gives the next one that has waited; valid until the next call. False when there is none for now.
  bool give(LogLine& line);

  /// Whether any is not given yet.
  bool waits() const { return traces_.scanner().waits() || !held_.empty(); }

  /// Where the file has to be read again from, so that none is lost: `position` or a place before it.
  Json needed_from(Json position) const;

 private:
  using Clock = std::chrono::steady_clock;

  /// From where on a file was read.
  struct Start {
    std::uint64_t place = 0;
    std::uint64_t offset = 0;
    std::uint64_t generation = 0;
    Json position;
  };
  struct Held {
    std::string text;
    std::int64_t time = 0;
    std::shared_ptr<const Container> container;
    std::uint64_t needed = 0;  // place
    Clock::time_point found;
  };

  const Start& start_of(std::uint64_t place) const;
  void hold(std::uint64_t needed);

  FoundTracebacks traces_;
  std::deque<Start> starts_;  // the last two
  std::uint64_t end_ = 1;     // place behind the last line
  std::deque<Held> held_;
  Held given_;
  bool over_ = false;
  Clock::time_point last_line_;
};

}  // namespace cel
