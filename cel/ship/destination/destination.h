// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cel/record/json.h"
#include "cel/ship/destination/stop.h"

namespace cel {

class Observer;

/// What became of the reports of one attempt.
struct Verdict {
  enum class Outcome {
    settled,  ///< acknowledged, but for those in `refused` and `again`
    refused,  ///< for their content, all together: another attempt would get the same answer
    down,     ///< nothing is known to have arrived; another attempt may succeed
  };

  Outcome outcome = Outcome::settled;
  std::string answer;                                             ///< why not all is settled, for a person
  std::chrono::milliseconds retry_after{0};                       ///< what the destination asked for
  std::vector<std::pair<std::size_t, std::string>> refused = {};  ///< index and answer, ascending
  std::vector<std::size_t> again = {};                            ///< to be sent again, ascending
};

/// Where reports go. Each is used by one thread.
class Destination {
 public:
  /// How much may be handed over at once.
  struct Limits {
    std::size_t reports = 500;
    std::size_t bytes = 1U << 20U;  ///< of the reports as JSON; a single one may be larger
  };

  Destination() = default;
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  virtual ~Destination() = default;

  virtual Limits limits() const { return {}; }

  /// Sends the reports, which are as docs/cel.schema.json says, and waits for the answer; gives up with
  /// Outcome::down when `stop` is aborted. A report may come again after a crash.
  virtual Verdict deliver(std::span<const Json> reports, const Stop& stop) = 0;

  /// What deliver() would send for one report, as text for a person; it may hold secrets.
  virtual std::string preview(const Json& report) = 0;

  /// This one, if it is an observer, which needs no queue; or null.
  virtual Observer* observer() { return nullptr; }

  /// The moment at which deliver() is to be called even without reports.
  virtual std::optional<std::chrono::system_clock::time_point> due() const { return std::nullopt; }
};

}  // namespace cel
