// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cel/base/random.h"
#include "cel/report/follow/cursor.h"
#include "cel/report/follow/watched_logs.h"
#include "cel/source/followed_log.h"

namespace cel {

/// Hands on every line of logs as they come, in the order of each log; after a restart from where the cursor
/// is, so that some may come again, with the same id.
class LineFollower {
 public:
  /// Takes a line and its id, 32 hex digits. True: it is safe where it went. False: it is not; that ends the
  /// following, and the line comes again from a new LineFollower with the same cursor.
  using Receiver = std::function<bool(const LogLine& line, const std::string& id)>;

  /// Makes what the receiver took outlive a power cut, before the cursor moves past it.
  using Sync = std::function<Result<void>()>;

  using GapReceiver = std::function<void(const LogGap&)>;

  LineFollower(std::vector<std::unique_ptr<LogWatch>> watches, Cursor cursor, Receiver receiver, Sync sync);

  /// Tells `receiver` what is missing of a log, before the line that comes after it.
  void on_gap(GapReceiver receiver) { on_gap_ = std::move(receiver); }

  /// Follows until `stop` is set (by a signal handler), the receiver returns false, or every log is over. An
  /// error is one of reading, or of keeping the place.
  Result<void> run(const volatile std::sig_atomic_t& stop);

 private:
  enum class Turn { refused, quiet, more };
  Result<Turn> read_logs(const volatile std::sig_atomic_t& stop);
  Result<Turn> read(FollowedLog& log, const volatile std::sig_atomic_t& stop);
  void limit_memory();
  std::string id_of(const LogLine& line, const Json& position);

  WatchedLogs watches_;
  Cursor cursor_;
  Receiver receiver_;
  Sync sync_;
  GapReceiver on_gap_ = [](const LogGap&) {};
  std::map<std::string, std::unique_ptr<FollowedLog>> logs_;
  std::string run_ = random_hex(16);  // tells the lines of a pipe apart from those of another one
  std::uint64_t piped_ = 0;           // lines
};

}  // namespace cel
