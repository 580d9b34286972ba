// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cel/report/follow/cursor.h"
#include "cel/source/followed_log.h"

namespace cel {

/// Several places where logs come and go, as one.
class WatchedLogs {
 public:
  /// Takes a log that was not there before, and its key.
  using Open = std::function<void(const std::string& key, std::unique_ptr<FollowedLog> log)>;

  explicit WatchedLogs(std::vector<std::unique_ptr<LogWatch>> watches) : watches_(std::move(watches)) {}

  /// Opens what has appeared, each log where the cursor says that it was left.
  Result<void> appeared(Cursor& cursor, const Open& open);

  /// Waits until logs may have grown, a second at most, if there is no more to read at once. A signal ends
  /// it.
  void wait(bool more) const;

  /// Whether no further log can appear.
  bool over() const;

 private:
  std::vector<std::unique_ptr<LogWatch>> watches_;
};

}  // namespace cel
