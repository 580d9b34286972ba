// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/logger/options.h"
#include "cel/logger/report_maker.h"
#include "cel/logger/splitter.h"
#include "cel/sink/deliver.h"

namespace cel {

/// What the logger's exit status tells (docs/container-exception-logger.md).
enum class Status {
  delivered = 0,
  usage = 1,
  no_sink = 2,
  not_written = 3,
  no_input = 4,
  in_part = 5,  ///< a part of the input is left out, for want of time or memory
};

/// Logs standard input: reads it, and makes and delivers each report as soon as it is complete, within the
/// timeout and a bounded amount of memory, whatever the input is. Part of the time is reserved for each step:
/// what was read of an endless input is still logged, and a report that takes too long to make is shortened.
class Session {
 public:
  /// `options` must outlive this.
  explicit Session(const LoggerOptions& options);

  /// Logs everything, reports problems on standard error, and returns the exit status.
  Status run();

 private:
  [[noreturn]] static void go_on_and_exit();
  Status log_all();
  void log_shortened(std::string_view bytes);
  bool read_more();
  void log(RawReport report);
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
  Splitter splitter_;
  ReportMaker maker_;
  std::vector<std::unique_ptr<Sink>> sinks_;
  Status status_ = Status::delivered;
  bool ended_ = false;
  std::size_t logged_ = 0;
  std::string_view at_hand_;  // the bytes of a report that is not delivered yet
  std::string problem_;
};

}  // namespace cel
