// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "cel/reader/options/options.h"
#include "cel/ship/destination/settings.h"

namespace cel {

/// What a command line says of `cel ship` alone.
struct ShipChoice {
  std::vector<Settings> destinations;  ///< each can be made
  std::string state;
  std::uint64_t spool_size = 0;  ///< bytes
  std::chrono::milliseconds grace{0};
  bool checks = false;
  bool is_dry_run = false;
  bool every_line = false;  ///< lines of the logs instead of reports
};

/// Takes reports to all destinations until a signal or, with input from a pipe, its end; returns the exit
/// status. After SIGHUP the program starts anew, if its command line can still be read.
int ship_until_stopped(const Options& options, const ShipChoice& choice);

/// Prints what would be sent for each report or line; returns the exit status.
int show_what_would_be_sent(const Options& options, const ShipChoice& choice);

}  // namespace cel
