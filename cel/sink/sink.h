// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/clock.h"
#include "cel/base/result.h"
#include "cel/sink/encoded_report.h"

namespace cel {

/// A place that takes reports. Nothing of it blocks past the deadline that it is given.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// What a person calls it: "PID 1's stdout".
  virtual std::string name() const = 0;

  /// Whether nobody can read back what it took, so that every other sink is tried twice before it.
  virtual bool is_last_resort() const { return false; }

  /// Makes sure that reports can be handed to it. Opening it again is allowed and does nothing.
  virtual Result<void> open(const Deadline& deadline) = 0;

  /// Hands over the whole of a report, after open() succeeded. After a failure it may be called again: what
  /// arrived twice a reader sees once, by its id.
  virtual Result<void> deliver(const EncodedReport& report, const Deadline& deadline) = 0;
};

}  // namespace cel
