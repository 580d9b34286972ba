// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <functional>
#include <string>

#include "cel/base/result.h"
#include "cel/reader/options/options.h"
#include "cel/record/json.h"
#include "cel/report/follow/follower.h"

namespace cel {

/// How the logs are followed that `cel ship` takes to other systems.
struct ShippedLogs {
  bool every_line = false;  ///< lines instead of reports
  std::string cursor_file;  ///< empty: none is kept
  /// Takes a report or a line that is wanted, as JSON; false ends the following, as for Follower::Receiver.
  std::function<bool(const Json&)> receiver;
  std::function<Result<void>()> sync;  ///< as Follower::Sync
  Follower::GapReceiver on_gap;        ///< told of what is missing
};

/// Follows logs once, until they end, fail, or `stop` is set.
Result<void> follow_shipped_logs(const Options& options, const ShippedLogs& how,
                                 const volatile std::sig_atomic_t& stop);

}  // namespace cel
