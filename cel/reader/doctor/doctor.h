// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/reader/options/options.h"
#include "cel/sink/examine.h"

namespace cel {

/// All sinks in the order in which the logger tries them, by the same variables.
std::vector<SinkState> examine_own_sinks();

/// Sends a report as the logger does. Returns its id, 32 hex digits, and the sink that took it; the error
/// says why each sink did not.
struct Sent {
  std::string id;
  std::string sink;
};
Result<Sent> send_test();

/// What a place of logs holds.
struct LogState {
  std::string name;
  std::uint64_t logs = 0;
  std::uint64_t reports = 0;
  std::int64_t newest = 0;  ///< microseconds since 1970-01-01 UTC; 0: none
  std::string problem;
};

/// Reads the places that `options` names, whole.
std::vector<LogState> examine_logs(const Options& options);

/// Whether the report whose id begins with `id` is in these places, or comes within so many seconds.
bool arrives(const Options& options, const std::string& id, double seconds);

}  // namespace cel
