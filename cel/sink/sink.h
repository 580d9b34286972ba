// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/clock.h"
#include "cel/base/result.h"
#include "cel/sink/encoded_report.h"

namespace cel {

/// A place that reports can be written to. None of its functions blocks past its deadline.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// Returns the name for messages: "PID 1's stdout".
  virtual std::string name() const = 0;

  /// Returns whether nothing that it takes can be read back, so that all other sinks are tried twice before
  /// it.
  virtual bool is_last_resort() const { return false; }

  /// Prepares the sink for reports. Does nothing if it is open already.
  virtual Result<void> open(const Deadline& deadline) = 0;

  /// Writes a whole report, after open() has succeeded. May be called again after a failure: readers
  /// recognize duplicates by their id.
  virtual Result<void> deliver(const EncodedReport& report, const Deadline& deadline) = 0;
};

}  // namespace cel
