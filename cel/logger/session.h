// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/logger/options.h"
#include "cel/logger/splitter.h"
#include "cel/logger/status.h"
#include "cel/sink/deliver.h"

namespace cel {

/// Logs standard input: reads it, and makes and delivers each report as soon as it is whole, all within the
/// one timeout and in a bounded amount of memory, whatever the input is. A part of the time is kept for each
/// step that follows: what was read of an input without an end is still logged, and what cannot be made in
/// time is logged in short.
class Session {
 public:
  /// `options` stays the caller's, and must live as long.
  explicit Session(const LoggerOptions& options);

  /// Logs everything, says on standard error what did not go well, and returns the exit status.
  Status run();

 private:
  bool read_more();
  void log(RawReport report);
  EncodedReport make(RawReport report);
  EncodedReport encode(RawReport report, const Deadline* until) const;
  void hand_over(const EncodedReport& report);
  Deadline sinks_deadline() const;
  void conclude(const Delivery& delivery);
  void account_for_rest();
  void say(const std::string& sentence) const;
  void worsen(Status status);

  const LoggerOptions& options_;
  Deadline end_;
  Deadline reading_;
  Deadline making_;
  std::optional<Deadline> delivering_;
  Origin origin_;
  Splitter splitter_;
  std::vector<std::unique_ptr<Sink>> sinks_;
  Status status_ = Status::delivered;
  bool ended_ = false;
  std::size_t logged_ = 0;
  std::size_t shortened_ = 0;
  std::string problem_;
};

/// Interrupts, once the time is over and every 50 ms from then on, whatever may block in the kernel.
void set_alarm(std::chrono::duration<double> timeout);

}  // namespace cel
