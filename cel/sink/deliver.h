// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/sink/sink.h"

namespace cel {

/// What became of a report.
struct Delivery {
  enum class Outcome {
    delivered,
    not_opened,  ///< no sink could be opened
    not_written  ///< a sink could be opened, but none took the whole report in time
  };
  Outcome outcome = Outcome::not_opened;
  std::string sink;                   ///< the sink that took it
  std::vector<std::string> failures;  ///< `<sink>: <why>` of each that failed
};

/// Delivers `report` to the first of `sinks` that takes it. A sink that stalls is left after half of the
/// remaining time; if no other sink takes the report, it is tried again with a share of the rest. Last
/// resorts come last.
Delivery deliver(const EncodedReport& report, const std::vector<std::unique_ptr<Sink>>& sinks,
                 const Deadline& deadline);

}  // namespace cel
