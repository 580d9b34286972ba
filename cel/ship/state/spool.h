// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/ship/state/arrivals.h"
#include "cel/ship/state/segment.h"

namespace cel {

/// The reports that not every destination has settled, on disk: one sequence, of which each destination has
/// its own position. Any thread may call anything, but append() and sync() are one thread's.
class Spool {
 public:
  using Clock = std::chrono::system_clock;

  /// Opens the spool in `folder`, which is made if it is not there; it may take `most` bytes.
  static Result<std::unique_ptr<Spool>> open(std::string folder, std::uint64_t most);

  /// Lets a destination take part, whose position is `position`, or the end if there is none. Returns where
  /// it goes on: later than its position if reports were dropped meanwhile.
  std::uint64_t join(const std::string& name, std::optional<std::uint64_t> position);

  enum class Added {
    added,
    full,    ///< for all destinations alike: another attempt succeeds once one of them has settled some
    failed,  ///< see error()
  };

  /// Adds a report, a line without its newline, unless the same line was at the spool's end when it was
  /// opened: then it was added before a crash. Where one destination is behind the others by the whole
  /// spool, it loses its oldest reports.
  Added append(std::string_view line);

  /// Makes all that was added outlive a power cut.
  Result<void> sync();

  /// Why append() failed.
  std::string error() const;

  /// All reports before `position` are settled for a destination; segments that nobody needs are removed.
  void settle(const std::string& name, std::uint64_t position);

  /// Number of the report that comes next.
  std::uint64_t end() const;

  std::uint64_t bytes() const;
  std::uint64_t limit() const { return most_; }

  /// For how long report `number` is here, or since the start.
  std::chrono::seconds age_of(std::uint64_t number) const;

  /// The segment that report `number` is in, or the oldest one if it was dropped; nothing at the end.
  std::optional<Segment> segment_of(std::uint64_t number) const;

  std::string path_of(const Segment& segment) const { return folder_ + "/" + segment_name(segment.first); }

  /// Waits until report `number` is there, `until` has come, or close() was called.
  void wait_for(std::uint64_t number, std::optional<Clock::time_point> until) const;

  /// Nothing is added any more.
  void close();

 private:
  static constexpr unsigned kSegmentMode = 0600;

  Spool(std::string folder, std::uint64_t most);
  Result<void> load(const std::vector<std::uint64_t>& numbers);
  Result<void> load_last(Segment segment);
  void remember(std::string_view lines);
  bool start_segment();
  Added make_room(std::uint64_t size);
  void remove_oldest();
  Added fail(const char* what);

  std::string folder_;
  std::uint64_t most_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Segment> segments_;  // the last one is written to
  std::uint64_t bytes_ = 0;
  Fd last_;                                         // the last segment's file
  bool synced_ = true;                              // whether all that was written to it
  std::unordered_set<std::string> added_before_;    // digests
  std::map<std::string, std::uint64_t> positions_;  // of the destinations
  Arrivals arrivals_;
  std::string error_;
  bool closed_ = false;
};

}  // namespace cel
