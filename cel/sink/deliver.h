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
  std::string sink;                   ///< the one that took it
  std::vector<std::string> failures;  ///< `<sink>: <why not>` of each that was tried and did not
};

/// Hands `report` to the first of `sinks` that takes it. A sink that stalls is left for the next ones at half
/// of the time that is left, and is tried again, with its share of the rest, when none of them takes the
/// report. Last resorts come after all that.
Delivery deliver(const EncodedReport& report, const std::vector<std::unique_ptr<Sink>>& sinks,
                 const Deadline& deadline);

}  // namespace cel
