// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "cel/ship/backoff.h"
#include "cel/ship/destination/observer.h"
#include "cel/ship/destination/settings.h"
#include "cel/ship/state/dead_letters.h"
#include "cel/ship/state/position_file.h"
#include "cel/ship/state/spool.h"
#include "cel/ship/state/spool_reader.h"
#include "cel/ship/state/state_folder.h"

namespace cel {

/// What a queue did since it was made, and how it is.
struct QueueCounts {
  std::atomic<std::uint64_t> delivered = 0;
  std::atomic<std::uint64_t> refused = 0;  ///< dead letters
  std::atomic<std::uint64_t> dropped = 0;  ///< the spool had no room for them any more
  std::atomic<std::uint64_t> failures = 0;
  std::atomic<std::uint64_t> position = UINT64_MAX;  ///< number of the first report that is not settled
  std::atomic<bool> down = false;                    ///< whether the last attempt failed
};

/// Takes the reports of the spool to one destination, each until it is settled, in a thread of its own.
class Queue {
 public:
  /// Says a sentence on standard error, from any thread.
  using Say = std::function<void(const std::string&)>;

  /// An error when the position cannot be read. `spool` and `letters` must outlive the queue.
  static Result<std::unique_ptr<Queue>> open(Settings settings, std::unique_ptr<Destination> destination,
                                             Spool& spool, const StateFolder& folder, DeadLetters& letters,
                                             Say say);

  /// Delivers until `stop` is finished and nothing is left, or is not worth waiting for.
  void run(const Stop& stop);

  const QueueCounts& counts() const { return counts_; }
  /// How it is, for any thread.
  QueueStatus status() const;

  const std::string& name() const { return settings_.name; }

 private:
  struct Pending {
    std::uint64_t number = 0;
    Json report;
  };

  Queue(Settings settings, std::unique_ptr<Destination> destination, Spool& spool, PositionFile file,
        std::uint64_t position, DeadLetters& letters, Say say);
  bool fill(const Stop& stop);
  void attempt(const Stop& stop);
  void take(Verdict verdict, std::size_t tried);
  void settle(Verdict& verdict, std::size_t tried);
  Result<void> bury(const Json& report, const std::string& answer);
  void keep_position(bool now);
  void tell_dropped(std::uint64_t count);
  void tell_state(const std::string& answer);

  Settings settings_;
  std::unique_ptr<Destination> destination_;
  Spool& spool_;
  PositionFile position_file_;
  SpoolReader reader_;
  DeadLetters& letters_;
  Say say_;
  QueueCounts counts_;
  std::deque<Pending> pending_;
  std::size_t most_;  // reports in an attempt; fewer after a refusal, to find the one that is to blame
  Backoff backoff_;
  std::chrono::milliseconds wait_{0};  // before the next attempt
  std::chrono::steady_clock::time_point told_{};
};

}  // namespace cel
