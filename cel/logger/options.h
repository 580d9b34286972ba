// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/sink/order.h"
#include "cel/wire/encode.h"

namespace cel {

inline constexpr std::size_t kDefaultMaxRecord = 1U << 20U;

/// The settings from the command line and the CEL_ variables.
struct LoggerOptions {
  enum class Action { log, announce, doctor, help, version };
  Action action = Action::log;
  SinkChoice sinks;
  LineFormat format;
  std::string type = "Text";
  std::string executable;  ///< empty: the program that started this one
  std::size_t max_record = kDefaultMaxRecord;
  std::chrono::duration<double> timeout{5.0};
  std::optional<std::chrono::duration<double>> patience;  ///< with sinks, from the first report on
  bool verbose = false;
  bool quiet = false;
  /// A sentence for each variable that is ignored because its value is not valid.
  std::vector<std::string> ignored;
};

/// Reads the CEL_ variables and the command line, which overrides them. An error is one sentence that names
/// the wrong word.
Result<LoggerOptions> read_logger_options(int argc, char** argv);

/// The text that --help prints.
extern const char* const kHelp;

}  // namespace cel
