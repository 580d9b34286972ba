// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/examine.h"

#include <chrono>
#include <csignal>

#include "cel/base/clock.h"

namespace cel {

std::vector<SinkState> examine_sinks(const SinkChoice& choice) {
  constexpr auto kWait = std::chrono::seconds(5);  // the logger's own default
  (void)std::signal(SIGPIPE, SIG_IGN);
  std::vector<SinkState> states;
  for (const auto& sink : sinks_in_order(choice)) {
    const Result<void> open = sink->open(Deadline::after(kWait));
    states.push_back({sink->name(), static_cast<bool>(open), open ? std::string() : open.error()});
  }
  return states;
}

}  // namespace cel
