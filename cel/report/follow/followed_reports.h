// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "cel/report/assemble.h"
#include "cel/report/report.h"
#include "cel/source/followed_log.h"

namespace cel {

/// What logs that are followed take of memory that they need not take.
struct FollowedLoad {
  std::size_t lines = 0;  ///< whose places are remembered, some 500 bytes each
  std::size_t bytes = 0;  ///< FollowedLog::held()
};

/// The reports of one log that goes on, each as soon as its last part is there.
class FollowedReports {
 public:
  using Clock = std::chrono::steady_clock;
  using Receiver = std::function<void(Report)>;
  using GapReceiver = std::function<void(const LogGap&)>;

  /// `all`, the load of all logs together, is kept up to date, and outlives the object.
  FollowedReports(std::unique_ptr<FollowedLog> log, std::string tag, const Receiver& receiver,
                  FollowedLoad& all);
  FollowedReports(const FollowedReports&) = delete;
  FollowedReports& operator=(const FollowedReports&) = delete;
  ~FollowedReports();

  /// Reads what there is now, `most` lines of it at most, and hands out gaps as they are met. Whether there
  /// may be more at once. An error is the log's.
  Result<bool> read(Clock::time_point now, std::size_t most, const GapReceiver& on_gap);

  /// Hands out what has waited for its parts since before `arrived`, as far as it came.
  void give_up(Clock::time_point arrived);

  const FollowedLoad& load() const { return own_; }

  /// Takes fewer lines: hands out what has waited longest for its parts, as far as it came.
  void shrink_lines();

  /// Takes fewer bytes: see FollowedLog::shrink().
  void shrink_bytes();

  /// Where the log has to be read again from, that nothing is lost: before the first line of the oldest
  /// report that still waits.
  Json position() const;

  bool over() const { return log_->over(); }

 private:
  struct Line {
    Json position;
    std::int64_t time = 0;
    Clock::time_point arrived;
  };

  void take(const LogLine& line, Clock::time_point now);
  const Line& numbered(std::int64_t number) const;
  void drop_settled_lines();
  void count();

  std::unique_ptr<FollowedLog> log_;
  Assembler assembler_;
  std::deque<Line> lines_;       // from the first line of the oldest report that waits
  std::int64_t first_line_ = 0;  // number of the one at the front
  FollowedLoad own_;
  FollowedLoad& all_;
};

}  // namespace cel
